import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import { type Layer, layers } from "@/lib/scorecards/layers";
import { type Kind, kindKeys, kinds } from "@/lib/scorecards/review";
import type { Status } from "@/lib/scorecards/status";
import { StatusBadge } from "./status-badge";

type Figure = {
  id: string;
  layer: Layer;
  label: string;
  value: string | null;
  target: string | null;
  status: Status;
  says: string;
  shared: boolean;
};

/** The figures as they stood when the review began. */
export function FrozenFigures({
  figures,
  heldOn,
  staff,
}: {
  figures: readonly Figure[];
  heldOn: string;
  staff: boolean;
}) {
  return (
    <Card
      title={`Figures as of ${formatDay(heldOn)}`}
      description="Frozen when the review began; later corrections do not change them."
      flush
    >
      <section
        aria-label="Frozen figures"
        tabIndex={0}
        className="relative overflow-auto -outline-offset-2 print:overflow-visible"
      >
        <table className="data-table dense">
          <caption className="sr-only">The figures of the review</caption>
          <thead>
            <tr className="text-muted text-xs">
              {["Metric", "Value", "Target", "Status"].map((label, i) => (
                <th
                  key={label}
                  scope="col"
                  className={
                    i === 0
                      ? "pl-4 text-left font-medium"
                      : i < 3
                        ? "px-3 text-right font-medium"
                        : "px-3 text-left font-medium"
                  }
                >
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figures.map((figure) => (
              <tr key={figure.id}>
                <th scope="row" className="truncate" title={layers[figure.layer].label}>
                  {figure.label}
                  {staff && !figure.shared ? <span className="text-muted font-normal"> · staff alone</span> : null}
                </th>
                <td className="number">{figure.value ?? "–"}</td>
                <td className="number">{figure.target ?? "–"}</td>
                <td>
                  <StatusBadge status={figure.status} says={figure.says} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

type Note = {
  id: string;
  kind: Kind;
  text: string;
  owner: string | null;
  dueOn: string | null;
  shared: boolean;
  proposed: boolean;
  compared: string | null;
};

type NotedProps = {
  notes: readonly Note[];
  internal: Record<string, string>;
  programName: string;
  staff: boolean;
  reviewId: string;
  remove?: FormAction;
};

/** What the review noted, by kind. */
export function NotedPoints({ notes, internal, programName, staff, reviewId, remove }: NotedProps) {
  return (
    <Card title="Noted in this review">
      {notes.length === 0 ? <p className="text-muted">Nothing has been noted yet.</p> : null}
      <div className="space-y-4">
        {kindKeys.map((kind) => {
          const own = notes.filter((note) => note.kind === kind);
          if (own.length === 0) return null;
          return (
            <section key={kind}>
              <h3 className="text-muted text-xs font-semibold">{kinds[kind].plural}</h3>
              <ul className="divide-line divide-y">
                {own.map((note) => (
                  <li key={note.id} className="flex items-start justify-between gap-3 py-2">
                    <div className="min-w-0">
                      <p className="text-ink text-pretty">{note.text}</p>
                      <p className="text-muted text-xs">{whoAndWhen(note, programName)}</p>
                      {note.compared ? <p className="text-body text-xs">{note.compared}</p> : null}
                      {internal[note.id] ? (
                        <p className="text-body text-xs">For staff alone: {internal[note.id]}</p>
                      ) : null}
                      {staff && !note.shared ? <Badge>Staff alone</Badge> : null}
                    </div>
                    {remove ? (
                      <ActionForm action={remove} hidden={{ itemId: note.id, reviewId }} failed="It stays.">
                        <ActionButton variant="quiet" size="small" aria-label={`Take out: ${note.text}`}>
                          Take out
                        </ActionButton>
                      </ActionForm>
                    ) : null}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Card>
  );
}

function whoAndWhen({ kind, owner, dueOn, proposed }: Note, programName: string): string {
  if (kind === "change") return proposed ? "Proposed from the figures" : "";
  return [owner ?? (dueOn ? programName : null), dueOn ? `due ${formatDay(dueOn)}` : null].filter(Boolean).join(" · ");
}

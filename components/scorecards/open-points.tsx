import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import { kinds } from "@/lib/scorecards/review";

export type Point = {
  id: string;
  reviewId: string;
  raisedOn: string;
  kind: keyof typeof kinds;
  text: string;
  owner: string | null;
  dueOn: string | null;
  shared: boolean;
  outcome: string | null;
  state: "open" | "done" | "dropped";
  /** Of an experiment: what was expected and what happened. */
  compared: string | null;
};

type OpenPointsProps = {
  title: string;
  points: readonly Point[];
  programName: string;
  partnerId: string;
  today: string;
  staff: boolean;
  /** Closes a point, in the review when there is one. */
  end?: FormAction;
  reviewId?: string;
  empty: string;
};

/** Decisions, experiments, risks and blockers that are open, with who answers for them and by when. */
export function OpenPoints({ title, points, empty, ...rest }: OpenPointsProps) {
  return (
    <Card title={title}>
      {points.length === 0 ? <p className="text-muted">{empty}</p> : null}
      <ul className="divide-line divide-y">
        {points.map((point) => (
          <PointRow key={point.id} point={point} {...rest} />
        ))}
      </ul>
    </Card>
  );
}

function PointRow({
  point,
  programName,
  partnerId,
  today,
  staff,
  end,
  reviewId,
}: Omit<OpenPointsProps, "title" | "points" | "empty"> & { point: Point }) {
  const late = point.state === "open" && point.dueOn !== null && point.dueOn < today;
  const who = [
    point.owner ?? programName,
    point.dueOn ? `due ${formatDay(point.dueOn)}` : null,
    `since ${formatDay(point.raisedOn)}`,
  ];
  return (
    <li className="py-2.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-1.5">
        <Badge tone={kinds[point.kind].tone}>{kinds[point.kind].label}</Badge>
        {late ? <Badge tone="bad">Overdue</Badge> : null}
        {staff && !point.shared ? <Badge>Staff alone</Badge> : null}
        {point.state === "open" ? null : <Badge tone="good">{point.state === "done" ? "Done" : "Dropped"}</Badge>}
      </div>
      <p className="text-ink mt-1 text-pretty">{point.text}</p>
      <p className="text-muted text-xs">{who.filter(Boolean).join(" · ")}</p>
      {point.compared ? <p className="text-body text-xs">{point.compared}</p> : null}
      {point.outcome ? <p className="text-body text-xs">What came of it: {point.outcome}</p> : null}
      {end && point.state === "open" ? (
        <div className="print:hidden">
          <Disclosure summary="Close this">
            <ActionForm
              action={end}
              hidden={{ itemId: point.id, partnerId, ...(reviewId ? { reviewId } : {}) }}
              failed="It stays open."
              className="space-y-2"
            >
              <ActionInput id={`outcome-${point.id}`} name="outcome" label="What came of it" maxLength={500} />
              <div className="flex gap-2">
                <ActionButton size="small" name="state" value="done">
                  Done
                </ActionButton>
                <ActionButton size="small" variant="quiet" name="state" value="dropped">
                  Drop it
                </ActionButton>
              </div>
            </ActionForm>
          </Disclosure>
        </div>
      ) : null}
    </li>
  );
}

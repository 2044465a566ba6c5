import { DataTable } from "@/components/tables/data-table";
import { Progress } from "@/components/ui/progress";
import type { CriterionLine } from "@/lib/tiers/view";

const states = {
  met: { text: "Met", tone: "good" },
  pending: { text: "Pending", tone: "info" },
  not_met: { text: "Not met", tone: "warn" },
} as const;

/** What a tier asks for, criterion by criterion: asked, had, missing, and what is under way. */
export function CriteriaTable({
  caption,
  lines,
  had = "Now",
}: {
  caption: string;
  lines: readonly CriterionLine[];
  /** When it was had, as the column says it. */
  had?: string;
}) {
  const underWay = lines.some(({ pending }) => pending);
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: "label", label: "Criterion" },
        { key: "state", label: "State" },
        { key: "has", label: had, align: "right" },
        { key: "asks", label: "Asked for", align: "right" },
        { key: "missing", label: "Missing", align: "right" },
        ...(underWay ? [{ key: "pending", label: "Under way" }] : []),
      ]}
      rows={lines.map((line) => ({
        key: line.key,
        cells: {
          label: <span className="whitespace-normal">{line.label}</span>,
          state: states[line.state],
          has: (
            <span className="inline-block w-full min-w-24">
              {line.has}
              <span className="mt-1 block">
                <Progress
                  ratio={line.ratio}
                  tone={line.state === "met" ? "good" : "accent"}
                  label={`${line.label}: ${line.has} of ${line.asks}`}
                />
              </span>
            </span>
          ),
          asks: line.asks,
          missing: line.missing ?? { missing: "Nothing is missing" },
          pending: line.pending ? (
            <span className="inline-block min-w-44 py-1 whitespace-normal">{line.pending}</span>
          ) : (
            { missing: "Nothing is under way" }
          ),
        },
      }))}
    />
  );
}

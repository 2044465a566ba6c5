import { DataTable } from "@/components/tables/data-table";
import { requiredBy, type Stage } from "@/lib/deals/stage-moves";
import { stageRequirements } from "@/lib/deals/stage-requirements";
import { outcomes } from "@/lib/deals/words";
import { formatPercent } from "@/lib/format";

type StageTableProps = { stages: readonly (Stage & { probabilityBp: number })[] };

/** Stages in the order of the pipeline, with what each asks for and where deals go from it. */
export function StageTable({ stages }: StageTableProps) {
  const named = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key;
  return (
    <DataTable
      caption="Stages"
      columns={[
        { key: "name", label: "Stage" },
        { key: "outcome", label: "Means" },
        { key: "probability", label: "Probability", align: "right" },
        { key: "asks", label: "Asks for" },
        { key: "moves", label: "Moves to" },
      ]}
      rows={stages.map((stage) => ({
        key: stage.key,
        href: `/admin/stages/${stage.key}`,
        cells: {
          name: stage.name,
          outcome: outcomes[stage.outcome],
          probability: formatPercent(stage.probabilityBp / 10_000),
          asks: <span className="whitespace-normal">{asksOf(stage)}</span>,
          moves: <span className="whitespace-normal">{movesOf(stage, named)}</span>,
        },
      }))}
    />
  );
}

const asksOf = (stage: Stage) =>
  requiredBy(stage)
    .map((key) => stageRequirements[key].label)
    .join(" · ") || "Nothing";

function movesOf({ outcome, movesTo }: Stage, named: (key: string) => string): string {
  if (outcome !== "open") return "Closed";
  return movesTo === null ? "Any stage" : movesTo.map(named).join(" · ");
}

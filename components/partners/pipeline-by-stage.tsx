import { BarList } from "@/components/charts/bar-list";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatCount, formatE4 } from "@/lib/format";

type PipelineByStageProps = {
  stages: readonly { stage: string; name: string; deals: number; e4: string }[];
  currency: string;
  /** The list of these deals; the stage is added to it. */
  dealsHref: string;
};

/** Open deals by stage, each bar leading to its rows. */
export function PipelineByStage({ stages, currency, dealsHref }: PipelineByStageProps) {
  return (
    <Card
      title="Open deals by stage"
      description={`Sourced, in ${currency}`}
      actions={<TextLink href={dealsHref}>All open deals</TextLink>}
    >
      {stages.length === 0 ? (
        <p className="text-muted">No open deals at the moment.</p>
      ) : (
        <BarList
          label="Open deals by stage"
          items={stages.map((stage) => ({
            key: stage.stage,
            label: stage.name,
            value: Number(BigInt(stage.e4) / 10_000n),
            text: formatE4(BigInt(stage.e4), currency, "short"),
            note: `${formatCount(stage.deals)} ${stage.deals === 1 ? "deal" : "deals"}`,
            href: `${dealsHref}&stage=${encodeURIComponent(stage.stage)}`,
          }))}
        />
      )}
    </Card>
  );
}

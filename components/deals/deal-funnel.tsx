import { Funnel } from "@/components/charts/funnel";
import { Card } from "@/components/ui/card";
import { funnelOf, type Reached } from "@/lib/deals/funnel";
import { formatCount, formatNumber, formatPercent } from "@/lib/format";

type DealFunnelProps = {
  funnel: { stages: readonly Reached[]; exact: boolean; sample: number };
};

/** How far the filter's deals came: from stage to stage the share that went on, and the days that it took. */
export function DealFunnel({ funnel }: DealFunnelProps) {
  const steps = funnelOf(funnel.stages);
  const note = funnel.exact
    ? ""
    : ` Estimates, from ${formatCount(funnel.sample)} of the deals: all of them are being counted, open this page again in a moment.`;
  return (
    <Card
      title="How far these deals came"
      description={`Each deal counts at every stage up to the furthest that it reached, lost ones too. Days are those that a deal stood in a stage before it left, on average.${note}`}
    >
      <Funnel
        label="Deals by the furthest stage that they reached"
        steps={steps.map((step, n) => ({
          key: step.key,
          label: step.name,
          value: step.deals,
          text: formatCount(step.deals),
          conversion:
            step.share === null || n === 0
              ? undefined
              : `${formatPercent(step.share)} of ${steps[n - 1]?.name} came to ${step.name}`,
          detail: step.days === null ? undefined : `${formatNumber(String(step.days), 1)} days`,
        }))}
      />
    </Card>
  );
}

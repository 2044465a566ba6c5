import { type ChartGroup, MetricByTime } from "@/components/metrics/charts";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";

type WonByQuarterProps = { groups: readonly ChartGroup[]; currency: string; currentQuarter?: string; partner?: string };

const title = "What was won each quarter?";

/** Sourced revenue of three years; without any it says so in place of an empty chart. */
export function WonByQuarter({ groups, currency, currentQuarter, partner }: WonByQuarterProps) {
  if (groups.every(({ value }) => !value || Number(value) === 0))
    return (
      <Card title={title}>
        <EmptyState icon="chart-column" title="Nothing won in these three years">
          Deals that the partner sourced stand here once they are won.
        </EmptyState>
      </Card>
    );
  return (
    <MetricByTime
      title={title}
      description={`Sourced revenue by the day deals were won, in ${currency}; the current quarter is hatched.`}
      metric="sourced_revenue"
      groups={groups}
      currency={currency}
      partial={currentQuarter}
      filter={{ partner }}
    />
  );
}

import { ChartFigure } from "@/components/charts/chart-figure";
import { LineChart } from "@/components/charts/line-chart";
import { formatDay } from "@/lib/format";
import { formatScore } from "@/lib/quality/view";

/** The score by day, as last checked on each. */
export function ScoreTrend({ days }: { days: readonly { on: string; score: number }[] }) {
  if (days.length < 2) return null;
  const texts = days.map(({ score }) => formatScore(score));
  return (
    <ChartFigure
      title="Do the data get better?"
      description="The score of each day by the rules and weights of today."
      table={{ columns: ["Day", "Score"], rows: days.map(({ on }, n) => [formatDay(on), texts[n] ?? ""]) }}
    >
      <LineChart
        label="Score by day"
        periods={days.map(({ on }) => formatDay(on).replace(/ \d{4}$/, ""))}
        series={[{ label: "Score", values: days.map(({ score }) => score / 100), texts }]}
        formatTick={(value) => `${value} %`}
        fromZero={false}
      />
    </ChartFigure>
  );
}

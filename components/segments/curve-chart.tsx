import { ChartFigure } from "@/components/charts/chart-figure";
import { formatCount, formatPercent } from "@/lib/format";
import type { SegmentView } from "@/lib/segments/view";

/** How much of the revenue the largest partners bring, against a program in which all bring the same. */
export function CurveChart({ curve, months }: { curve: SegmentView["curve"]; months: string }) {
  const { points, topFifth, forFourFifths, bearing } = curve;
  const title = "How much hangs on a few?";
  if (points.length === 0)
    return (
      <ChartFigure title={title} description={months}>
        <p className="text-muted">None of these partners won anything in these months.</p>
      </ChartFigure>
    );
  const says = `The top 20 % of the ${formatCount(bearing)} partners with revenue bring ${formatPercent(topFifth)} of it; ${formatCount(forFourFifths)} of them bring 80 %.`;
  const place = ({ partners, value }: { partners: number; value: number }) =>
    `${round(partners * 100)},${round(100 - value * 100)}`;
  const line = points.map(place).join(" ");
  const fifth = round(100 - topFifth * 100);
  return (
    <ChartFigure
      title={title}
      description={`${says} ${months}.`}
      table={{
        columns: ["Largest partners", "Share of revenue"],
        rows: points
          .filter((_, index) => index % 2 === 0)
          .map((one) => [formatPercent(one.partners), formatPercent(one.value)]),
      }}
    >
      <div role="img" aria-label={says} className="text-xs">
        <div className="flex gap-2">
          <div
            aria-hidden="true"
            className="text-muted flex h-72 w-10 flex-col justify-between text-right tabular-nums"
          >
            {["100 %", "80 %", "60 %", "40 %", "20 %", "0 %"].map((tick) => (
              <span key={tick} className="-my-2">
                {tick}
              </span>
            ))}
          </div>
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            aria-hidden="true"
            className="block h-72 min-w-0 flex-1 overflow-visible"
          >
            {[0, 20, 40, 60, 80, 100].map((y) => (
              <line
                key={y}
                x2="100"
                y1={y}
                y2={y}
                className={y === 100 ? "stroke-line-strong" : "stroke-line"}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            <line
              y1="100"
              x2="100"
              y2="0"
              className="stroke-line-strong"
              strokeDasharray="4 4"
              vectorEffect="non-scaling-stroke"
            />
            <polygon points={`0,100 ${line} 100,100`} className="fill-bar opacity-10" />
            <polyline
              points={line}
              fill="none"
              className="stroke-bar"
              strokeWidth="2.25"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
            <polyline
              points={`20,100 20,${fifth} 0,${fifth}`}
              fill="none"
              className="stroke-ink"
              strokeDasharray="2 3"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        </div>
        <p aria-hidden="true" className="text-muted mt-1.5 flex justify-between pl-12">
          <span>Largest partner</span>
          <span>All {formatCount(bearing)} with revenue</span>
        </p>
      </div>
    </ChartFigure>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;

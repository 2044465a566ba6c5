import { ChartFigure } from "@/components/charts/chart-figure";
import { cx } from "@/components/ui/class-names";
import { formatCount, formatE4 } from "@/lib/format";
import { type SegmentAddress, segmentsHref } from "@/lib/segments/address";
import { type Dot, type Quadrant, quadrantKeys, quadrants } from "@/lib/segments/quadrants";
import type { SegmentView } from "@/lib/segments/view";

type ScatterChartProps = { view: SegmentView; address: SegmentAddress; currency: string; months: string };

const AREA = { height: 380, top: 26, bottom: 26, side: 2.5 };

/** Partners by the deals they opened and the revenue they won, in four named corners; each dot and corner is a link. */
export function ScatterChart({ view, address, currency, months }: ScatterChartProps) {
  const { scatter, borders, corners } = view;
  const many = formatCount(borders.activity);
  const much = formatE4(BigInt(borders.valueE4), currency, "short");
  return (
    <ChartFigure
      title="Who is busy, and who brings revenue?"
      description={`Deals opened (to the right) and revenue won (upwards), ${months}. Many begins at ${many} deals, much at ${much}: the middle partner. Scales are square roots.`}
      table={{
        columns: ["Corner", "Partners", "Revenue won"],
        rows: corners.map(({ key, count, valueE4 }) => [
          quadrants[key].label,
          formatCount(count),
          formatE4(BigInt(valueE4), currency),
        ]),
      }}
    >
      <div role="group" aria-label="Partners by deals opened and revenue won" className="@container text-xs">
        <svg width="100%" height={AREA.height} className="block overflow-visible">
          <line
            x1={left(scatter.border.x)}
            x2={left(scatter.border.x)}
            y1={AREA.top}
            y2={AREA.height - AREA.bottom}
            className="stroke-line-strong"
            strokeDasharray="4 4"
          />
          <line
            x1="0"
            x2="100%"
            y1={up(scatter.border.y)}
            y2={up(scatter.border.y)}
            className="stroke-line-strong"
            strokeDasharray="4 4"
          />
          <line
            x1="0"
            x2="100%"
            y1={AREA.height - AREA.bottom}
            y2={AREA.height - AREA.bottom}
            className="stroke-line-strong"
          />
          {quadrantKeys.map((key) => (
            <CornerName key={key} quadrant={key} address={address} />
          ))}
          {scatter.dots.map((dot) => (
            <DotMark key={`${dot.id} ${dot.x} ${dot.y}`} dot={dot} address={address} />
          ))}
          {scatter.dots.map((dot) => (dot.label ? <DotName key={dot.id} dot={dot} /> : null))}
        </svg>
      </div>
    </ChartFigure>
  );
}

const corners: Record<Quadrant, { x: string; y: number; anchor: "start" | "end" }> = {
  stars: { x: "100%", y: 12, anchor: "end" },
  quiet_value: { x: "0", y: 12, anchor: "start" },
  busy: { x: "100%", y: AREA.height - 8, anchor: "end" },
  quiet: { x: "0", y: AREA.height - 8, anchor: "start" },
};

function CornerName({ quadrant, address }: { quadrant: Quadrant; address: SegmentAddress }) {
  const { x, y, anchor } = corners[quadrant];
  const chosen = address.set === quadrant;
  return (
    <a href={`${segmentsHref(address, { set: quadrant, page: 1, view: "" })}#partners`}>
      <text
        x={x}
        y={y}
        textAnchor={anchor}
        className={cx("halo font-medium hover:underline", chosen ? "fill-accent" : "fill-muted")}
      >
        {quadrants[quadrant].label}
      </text>
    </a>
  );
}

function DotMark({ dot, address }: { dot: Dot; address: SegmentAddress }) {
  const href = dot.id
    ? `/partners/${dot.id}`
    : `${segmentsHref(address, { set: dot.quadrant, page: 1, view: "" })}#partners`;
  const faded = address.set in quadrants && address.set !== dot.quadrant;
  return (
    <a href={href} aria-label={`${dot.name}: ${quadrants[dot.quadrant].label.toLowerCase()}`}>
      <circle
        cx={left(dot.x)}
        cy={up(dot.y)}
        r={round(dot.count === 1 ? 4.5 : Math.min(14, 4 + Math.sqrt(dot.count) * 1.2))}
        className={cx("fill-bar stroke-surface hover:fill-accent", faded ? "opacity-20" : "opacity-80")}
      >
        <title>{dot.name}</title>
      </circle>
    </a>
  );
}

function DotName({ dot }: { dot: Dot }) {
  const end = dot.x > 0.6;
  return (
    <text
      x={left(dot.x)}
      y={up(dot.y)}
      dx={end ? -9 : 9}
      dy="0.32em"
      textAnchor={end ? "end" : "start"}
      className="fill-body halo pointer-events-none hidden @lg:block"
    >
      {dot.name.length > 26 ? `${dot.name.slice(0, 25)}…` : dot.name}
    </text>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
const left = (x: number) => `${round(AREA.side + x * (100 - 2 * AREA.side))}%`;
const up = (y: number) => round(AREA.height - AREA.bottom - y * (AREA.height - AREA.top - AREA.bottom - 8));

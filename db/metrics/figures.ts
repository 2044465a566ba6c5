import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { formatInstant } from "@/lib/format";
import { type ComponentKey, componentOf, groupsAddUp, isByDay } from "@/lib/metrics/components";
import { changeOf, type FigureView, missingText, targetOf, valueText, wholeText } from "@/lib/metrics/figure";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import { componentsOf, type Metric } from "@/lib/metrics/metric";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { type Value, valueOf } from "@/lib/metrics/value";
import { dayIn, elapsedPart, monthsUpTo, type Period, previousPeriod, spanLabel, yearBefore } from "@/lib/period";
import { type Measured, measure, type Reach, type Span } from "./measure";
import { type Program, reachOf, readProgram, sumsOf } from "./queries";

export type FigureOptions = {
  partnerId?: string | null;
  book?: string | null;
  where?: MetricFilter["where"];
  query?: Partial<MetricFilter>;
  /** Only the values and their change against the period before: no trend, no year before, no target. */
  brief?: boolean;
};

const trendMonths = 12;

/**
 * Cards for the metrics over a period: value, change against the period before and the year before (as far as the period has
 * come), target, a trend of twelve months. `book` narrows to the partners of one channel manager.
 */
export function readFigures(
  viewer: Viewer,
  keys: readonly MetricKey[],
  period: Period,
  now: Date,
  options: FigureOptions = {},
): Promise<FigureView[]> {
  return withViewer(viewer, async (tx) => figuresIn(tx, viewer, await readProgram(tx), keys, period, now, options));
}

/** `readFigures` inside the caller's transaction. */
export async function figuresIn(
  tx: Tx,
  viewer: Viewer,
  program: Program,
  keys: readonly MetricKey[],
  period: Period,
  now: Date,
  options: FigureOptions = {},
): Promise<FigureView[]> {
  const reach = await booked(tx, reachOf(viewer, program, options.partnerId), options.book);
  const ofPartner = Boolean(options.partnerId) || viewer.kind === "partner";
  const today = dayIn(program.timeZone, now);
  const spans = [
    period,
    elapsedPart(previousPeriod(period), period, today),
    elapsedPart(yearBefore(period), period, today),
  ];
  // What stands is compared with what stood at the end of the earlier period, not on some day inside it.
  const ends = [period, previousPeriod(period), yearBefore(period)];
  const components = [...new Set(keys.flatMap((key) => componentsOf(metricOf(key), ofPartner)))];
  const stocks = components.filter((key) => componentOf(key).kind === "stock");
  const others = components.filter((key) => componentOf(key).kind !== "stock");
  const months = monthsUpTo(period, trendMonths);
  const where = options.where ?? {};
  const whose = { partnerId: ofPartner ? (reach.partners?.[0] ?? null) : null, ownerId: options.book ?? null };
  const [targets, trend, ...values] = await Promise.all([
    options.brief ? new Map<string, string>() : readTargets(tx, keys, period, whose),
    options.brief ? [] : readTrend(tx, components, months, where, reach),
    ...spans
      .slice(0, options.brief ? 2 : 3)
      .map(async (span, index) => [
        ...(await measure(tx, others, [span], { by: null, where }, reach)),
        ...(await measure(tx, stocks, [ends[index] as Period], { by: null, where }, reach)),
      ]),
  ]);
  const context = {
    program,
    period,
    spans,
    months,
    targets,
    trend,
    values,
    ofPartner,
    now,
    query: options.query ?? {},
  };
  return keys.map((key) => figure(key, context));
}

/** The partners that a channel manager looks after, when the book is asked for. */
export async function booked(tx: Tx, reach: Reach, managerId?: string | null): Promise<Reach> {
  if (!managerId || reach.partners) return reach;
  const rows = await tx.execute<{ id: string }>(
    sql`select id::text from partners where manager_id = ${managerId} and merged_into_id is null`,
  );
  return { ...reach, partners: rows.map((row) => row.id) };
}

/** Sums by month: flows by their day in one pass, the others at the end of each month. */
async function readTrend(
  tx: Tx,
  keys: ComponentKey[],
  months: Period[],
  where: MetricFilter["where"],
  reach: Reach,
): Promise<Measured[]> {
  const flows = keys.filter(isByDay);
  const others = keys.filter((key) => !isByDay(key));
  const span: Span = { from: months[0]?.from ?? "", to: months.at(-1)?.to ?? "" };
  const [byMonth, atEnds] = await Promise.all([
    flows.length ? measure(tx, flows, [span], { by: "month", where }, reach) : [],
    others.length ? measure(tx, others, months, { by: null, where }, reach) : [],
  ]);
  return [...byMonth, ...atEnds.map((row) => ({ ...row, group: months[row.span]?.label ?? null }))];
}

export type Targets = Map<string, string>;

/** Targets that lie in the period: the partner's, the manager's whose book it is, else the program's, else the sum of its people's. */
export async function readTargets(
  tx: Tx,
  keys: readonly MetricKey[],
  period: Period,
  whose: { partnerId: string | null; ownerId: string | null },
): Promise<Targets> {
  const rows = await tx.execute<{
    metric: MetricKey;
    total: string;
    last: string | null;
  }>(sql`select metric, sum(value)::text as total, (sum(value) filter (where to_on = ${period.to}))::text as last
    from targets
    where kind = 'target' and metric = any(${sql.param([...keys])}::text[]) and from_on >= ${period.from} and to_on <= ${period.to}
      and partner_id is not distinct from ${whose.partnerId}::uuid and (${whose.ownerId}::uuid is null or owner_id = ${whose.ownerId}::uuid)
    group by metric, owner_id is not null having min(from_on) <= ${period.from} and max(to_on) >= ${period.to}
    order by owner_id is not null desc`);
  return new Map(
    rows.flatMap((row) => {
      const value = targetsAddUp(row.metric) ? row.total : row.last;
      return value === null ? [] : [[row.metric, value] as const];
    }),
  );
}

/** Targets of flows add up over a period; of rates and of what stands at its end, the last one holds. */
function targetsAddUp(key: MetricKey): boolean {
  const { numerator, denominator } = metricOf(key);
  return !denominator && numerator.every((component) => isByDay(component) && groupsAddUp(component));
}

type Context = {
  program: Program;
  period: Period;
  spans: Period[];
  months: Period[];
  targets: Targets;
  trend: Measured[];
  values: Measured[][];
  ofPartner: boolean;
  now: Date;
  query: Partial<MetricFilter>;
};

function figure(key: MetricKey, context: Context): FigureView {
  const { program, period, spans, months, ofPartner } = context;
  const metric = metricOf(key);
  const [value, before, lastYear] = context.values.map((rows) => valueOf(metric, sumsOf(rows), ofPartner)) as [
    Value,
    Value,
    Value,
  ];
  const shown = value.value === null ? null : valueText(metric.unit, value.value, program.currency, "short");
  const trend = months.map(({ label }) => {
    const month = valueOf(metric, sumsOf(context.trend.filter((row) => row.group === label)), ofPartner);
    return month.value === null ? null : Number(month.value);
  });
  return {
    key,
    label: metric.label,
    value: shown?.text ?? null,
    exact: value.value,
    unit: shown?.unit,
    fullValue: value.value === null ? undefined : wholeText(metric.unit, value.value, program.currency, "exact"),
    missing: missingText(metric, value),
    change: changeOf(metric, value.value, before.value, comparison(metric, previousPeriod(period), spans[1])),
    secondChange: changeOf(
      metric,
      value.value,
      lastYear?.value ?? null,
      comparison(metric, yearBefore(period), spans[2]),
    ),
    target: targetOf(metric, value.value, context.targets.get(key) ?? null, program.currency),
    trend,
    trendLabel: `${metric.label}, last ${trendMonths} months`,
    freshness: `Counted ${formatInstant(context.now, program.timeZone)} ${program.timeZone}`,
    href: `/metrics/${key}${metricQuery({ ...context.query, from: period.from, to: period.to, period: "" })}`,
  };
}

/** What a change is measured against: `on Q3 2026`, `on Q3 2026 to date` when only as much of it as has passed. */
function comparison(metric: Metric, whole: Period, compared: Period | undefined): string {
  const stands = metric.numerator.every((key) => componentOf(key).kind === "stock");
  return `on ${stands ? "the end of " : ""}${spanLabel(whole)}${stands || compared?.to === whole.to ? "" : " to date"}`;
}

import "server-only";
import type { Tx } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { type Asker, answerIn, type Program, reachOf, readProgram } from "@/db/metrics/queries";
import type { Viewer } from "@/lib/access/viewer";
import { componentOf } from "@/lib/metrics/components";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { elapsedPart, monthsUpTo, type Period, previousPeriod } from "@/lib/period";
import { type Counted, type CountedFigure, sellingKeys, sellingOf } from "@/lib/scorecards/figures";

const trendMonths = 12;

/**
 * The figures of one partner's scorecard over a period, each asked as every page asks it, with those of the same part of the
 * period before and a trend of twelve months. Kept until a fact of the partner changes.
 */
export function countScorecard(
  viewer: Viewer,
  partnerId: string,
  keys: readonly MetricKey[],
  asked: { period: Period; today: string; now: Date },
): Promise<Counted> {
  const metrics = withSelling(keys);
  const question = { metrics, from: asked.period.from, to: asked.period.to };
  const visits = metrics.includes("portal_adoption");
  return kept(viewer, { name: "scorecard", question, aboutId: partnerId, visits, now: asked.now }, (tx, at) =>
    countIn(tx, viewer, partnerId, metrics, { ...asked, now: at }),
  );
}

const withSelling = (keys: readonly MetricKey[]) => [...new Set([...sellingKeys, ...keys])].sort();

/** `countScorecard` inside the caller's transaction, as of now: what a review freezes. */
export async function countIn(
  tx: Tx,
  asker: Asker,
  partnerId: string,
  keys: readonly MetricKey[],
  { period, today, now }: { period: Period; today: string; now: Date },
): Promise<Counted> {
  const metrics = withSelling(keys);
  const program = await readProgram(tx);
  const context = { program, reach: reachOf(asker, program, partnerId), partnerId };
  const counted = await Promise.all(metrics.map((key) => countOne(tx, key, context, period, today)));
  const by = Object.fromEntries(metrics.map((key, i) => [key, counted[i] as (typeof counted)[number]])) as Record<
    MetricKey,
    (typeof counted)[number]
  >;
  return {
    figures: Object.fromEntries(metrics.map((key) => [key, by[key].figure])),
    now: sellingOf(mapped(by, "total")),
    before: sellingOf(mapped(by, "before")),
    countedAt: now.toISOString(),
  };
}

type Context = { program: Program; reach: ReturnType<typeof reachOf>; partnerId: string };

async function countOne(tx: Tx, key: MetricKey, { program, reach, partnerId }: Context, period: Period, today: string) {
  const whole = previousPeriod(period);
  // What stands is compared with what stood at the end of the period before, not on some day inside it.
  const stands = metricOf(key).numerator.every((component) => componentOf(component).kind === "stock");
  const earlier = stands ? whole : elapsedPart(whole, period, today);
  const months = monthsUpTo(period, trendMonths);
  const span = { from: months[0]?.from ?? period.from, to: period.to };
  const [now, before, trend] = await Promise.all([
    answerIn(tx, program, { metric: key, span: period, partnerId }, reach),
    answerIn(tx, program, { metric: key, span: earlier, partnerId }, reach),
    answerIn(tx, program, { metric: key, span, by: "month", partnerId }, reach),
  ]);
  const figure: CountedFigure = {
    value: now.total.value,
    numerator: now.total.numerator,
    denominator: now.total.denominator,
    before: before.total.value,
    missing: now.total.missing,
    trend: months.map(({ label }) => trend.groups.find(({ group }) => group === label)?.value ?? null),
  };
  return { figure, total: now.total, before: before.total };
}

const mapped = <Part extends "total" | "before">(
  by: Record<MetricKey, Record<Part, { numerator: string; denominator: string | null }>>,
  part: Part,
) =>
  Object.fromEntries(sellingKeys.map((key) => [key, by[key][part]])) as Record<
    (typeof sellingKeys)[number],
    { numerator: string; denominator: string | null }
  >;

import { formatDay } from "../format";
import { metricQuery } from "../metrics/filter";
import { isMetricKey, metricOf } from "../metrics/registry";
import type { Period } from "../period";
import { type Cadence, cadences, daysBetween } from "./cadence";
import { driversOfChange, driversOfGap } from "./decomposition";
import { addsUp, betterOf, type Counted, labelOf, type Measured, paceOf, readSelling, textOf } from "./figures";
import { type DriverTargets, expectedOf, gapSentence, type Share, sharesOf } from "./gap";
import type { Layer } from "./layers";
import { judge, overall, type Status, statuses } from "./status";
import type { ManualUnit } from "./templates";

/** A metric on a scorecard as it is stored, with the values that were entered, newest first. */
export type Entry = {
  id: string;
  layer: Layer;
  metric: string | null;
  name: string | null;
  unit: ManualUnit | null;
  better: "up" | "down" | null;
  ownerId: string;
  owner: string | null;
  baseline: string | null;
  baselineSays: string | null;
  target: string | null;
  cadence: Cadence;
  shared: boolean;
  values: readonly { on: string; value: string; source: string }[];
};

/** A line of the scorecard, ready to read. */
export type Line = {
  id: string;
  layer: Layer;
  metric: string | null;
  label: string;
  /** The explanation of the figure, where it is computed. */
  href: string | null;
  owner: string;
  value: string | null;
  exact: string | null;
  before: string | null;
  target: string | null;
  baseline: string | null;
  baselineSays: string | null;
  cadence: string;
  status: Status;
  says: string;
  /** Of a value that was entered: by what, and as of when. */
  source: string | null;
  stale: boolean;
  trend: (number | null)[];
  shared: boolean;
  /** How its values are written. */
  measured: Measured;
};

export type Context = {
  staff: boolean;
  partnerId: string;
  programName: string;
  currency: string;
  period: Period;
  today: string;
};

/** The lines of a scorecard. Partners see those that are shared, of metrics that partners see. */
export function linesOf(entries: readonly Entry[], counted: Counted, context: Context): Line[] {
  const seen = ({ metric, shared }: Entry) =>
    context.staff || (shared && (!metric || (isMetricKey(metric) && metricOf(metric).partnerSees)));
  return entries.filter(seen).map((entry) => lineOf(entry, counted, context));
}

function lineOf(entry: Entry, counted: Counted, context: Context): Line {
  const { currency, today, programName } = context;
  const text = (value: string | null) => (value === null ? null : textOf(entry, value, currency));
  const { href, value, before, missing, pace, trend, source, stale } = entry.metric
    ? computed(entry.metric, counted, context)
    : entered(entry, today);
  const judged = judge({ value: stale ? null : value, target: entry.target, better: betterOf(entry), pace, missing });
  return {
    id: entry.id,
    layer: entry.layer,
    metric: entry.metric,
    label: labelOf(entry),
    href,
    owner: entry.owner ?? programName,
    value: text(value),
    exact: value,
    before: text(before),
    target: text(entry.target),
    baseline: text(entry.baseline),
    baselineSays: entry.baselineSays,
    cadence: cadences[entry.cadence].label,
    status: judged.status,
    says: judged.says,
    source,
    stale,
    trend,
    shared: entry.shared,
    measured: { metric: entry.metric, name: entry.name, unit: entry.unit, better: entry.better },
  };
}

const number = (value: string | null) => (value === null ? null : Number(value));

function computed(key: string, counted: Counted, { staff, partnerId, period, today }: Context) {
  if (!isMetricKey(key)) return { ...nothing, missing: "this metric is no longer in the dictionary" };
  const figure = counted.figures[key];
  const where = { from: period.from, to: period.to, ...(staff ? { partner: partnerId } : {}) };
  return {
    href: `/metrics/${key}${metricQuery(where)}`,
    value: figure?.value ?? null,
    before: figure?.before ?? null,
    missing: figure ? "nothing to divide by in this period" : "it was not counted",
    pace: addsUp(key) ? paceOf(period, today) : null,
    trend: figure?.trend.map(number) ?? [],
    source: figure?.missing ? `${figure.missing} amounts have no exchange rate and are left out` : null,
    stale: false,
  };
}

const nothing = { href: null, value: null, before: null, pace: null, trend: [], source: null, stale: false };

/** What was entered holds for twice its cadence; then it is old, and no verdict is made of it. */
function entered({ values, cadence }: Entry, today: string) {
  const [last, previous] = values;
  if (!last) return { ...nothing, missing: "nothing has been entered yet" };
  const stale = daysBetween(last.on, today) > 2 * cadences[cadence].days;
  return {
    ...nothing,
    value: last.value,
    before: previous?.value ?? null,
    missing: stale ? `the last value is of ${formatDay(last.on)}` : undefined,
    trend: [...values].reverse().map(({ value }) => Number(value)),
    source: `${last.source}, ${formatDay(last.on)}`,
    stale,
  };
}

export type Answers = {
  status: Status;
  /** Are we on track? In a sentence. */
  says: string;
  /** What brought the change of won revenue since the same days of the period before: adds up to it. */
  change: { e4: string; parts: Share[] };
  /** What brought the gap to what is asked for by today, where there is one and revenue has a target. */
  gap: { e4: string; parts: Share[] } | null;
};

/** Where the whole stands by its outcomes, in a few words: for lists. */
export function verdictOf(lines: readonly Line[]): { status: Status; says: string } {
  const outcomes = lines.filter(({ layer }) => layer === "outcome");
  const status = overall(outcomes.map((line) => line.status));
  const worst = outcomes.filter((line) => line.status === status);
  return {
    status,
    says: worst.map(({ label, says }) => `${label}: ${/^[\d.,]+ %/.exec(says)?.[0] ?? says}`).join(", "),
  };
}

/** Are we on track, and which drivers explain it. */
export function answersOf(
  lines: readonly Line[],
  entries: readonly Entry[],
  counted: Counted,
  context: Context,
): Answers {
  const outcomes = lines.filter(({ layer }) => layer === "outcome");
  const status = overall(outcomes.map((line) => line.status));
  const [now, before] = [readSelling(counted.now), readSelling(counted.before)];
  const target = entries.find(({ metric, layer }) => metric === "sourced_revenue" && layer === "outcome")?.target;
  const pace = paceOf(context.period, context.today);
  const expected = target && pace.passed > 0 ? expectedOf(target, pace, driverTargets(entries)) : null;
  const missing = expected ? expected.amountE4 - now.amountE4 : 0n;
  const why = expected && status !== "on_track" ? gapSentence(expected, now, context.currency) : null;
  return {
    status,
    says: sentenceOf(status, outcomes, why),
    change: { e4: String(now.amountE4 - before.amountE4), parts: sharesOf(driversOfChange(before, now)) },
    gap: expected && missing > 0n ? { e4: String(-missing), parts: sharesOf(driversOfGap(expected, now)) } : null,
  };
}

function driverTargets(entries: readonly Entry[]): DriverTargets {
  const target = (key: string) => entries.find(({ metric }) => metric === key)?.target ?? null;
  return {
    winRate: target("win_rate"),
    dealSize: target("average_deal_size"),
    cycleDays: target("sales_cycle"),
  };
}

/** `Behind: win rate 12 points under target explains 80 % of the gap.` Else the outcome that is worst off. */
function sentenceOf(status: Status, outcomes: readonly Line[], why: string | null): string {
  const { label } = statuses[status];
  if (outcomes.length === 0) return `${label}: the scorecard has no outcomes yet`;
  const worst = outcomes.filter((line) => line.status === status);
  const revenue = worst.some(({ metric }) => metric === "sourced_revenue");
  if (why && revenue) return `${label}: ${why}`;
  if (status === "on_track") return `${label}: ${worst.map((line) => `${line.label} is at ${line.value}`).join(", ")}`;
  if (status === "no_data") return `${label}: ${worst.map((line) => `${line.label}, ${line.says}`).join("; ")}`;
  return `${label}: ${worst.map((line) => `${line.label} is at ${line.says}`).join(", ")}`;
}

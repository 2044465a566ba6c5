import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { answerIn, readProgram } from "@/db/metrics/queries";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { NotFound, Refused } from "@/lib/errors";
import { formatMonth } from "@/lib/format";
import { isMetricKey, type MetricKey, metricOf } from "@/lib/metrics/registry";
import { divideExact } from "@/lib/money";
import { addDays, namedPeriod, yearBefore } from "@/lib/period";
import { type Cadence, nextReviewOn } from "@/lib/scorecards/cadence";
import { addsUp, betterOf, labelOf } from "@/lib/scorecards/figures";
import type { AddMetric, ChangeMetric, EnterValue } from "@/lib/scorecards/form";
import { type Layer, whyFull, whyNeeded } from "@/lib/scorecards/layers";
import { proposedTarget, storedOf } from "@/lib/scorecards/propose";
import { exact } from "@/lib/scorecards/status";
import { type Start, startOf, type TemplateKey, templates } from "@/lib/scorecards/templates";
import { scorecardMetrics, scorecards, scorecardValues } from "./schema";

type By = { personId: string | null };
type Done = { audit: AuditEntry };
type Named = { id: string; name: string };

/**
 * Sets up the scorecard of a partnership from its template: each metric with an owner, the four quarters before as its
 * baseline, and a first target. Throws NotFound, and Refused when there is one already.
 */
export async function createScorecard(
  tx: Tx,
  by: By,
  input: { partnerId: string; template: TemplateKey; goal: string; ownerId: string },
  today: string,
): Promise<Done> {
  const partner = await lockPartner(tx, input.partnerId);
  await requireOwner(tx, input.ownerId, partner.id);
  const cadence = templates[input.template].review;
  const [made] = await tx
    .insert(scorecards)
    .values({ ...input, cadence, nextReviewOn: nextReviewOn(today, cadence), createdById: by.personId })
    .onConflictDoNothing()
    .returning({ id: scorecards.id });
  if (!made) throw new Refused(`${partner.name} has a scorecard already`);
  const start = startOf(input.template);
  const baselines = await baselinesOf(
    tx,
    partner.id,
    start.flatMap(({ metric }) => metric ?? []),
    today,
  );
  await tx.insert(scorecardMetrics).values(
    start.map((one) => ({
      scorecardId: made.id,
      partnerId: partner.id,
      ownerId: input.ownerId,
      ...rowOf(one, baselines),
    })),
  );
  const after = { template: templates[input.template].label, goal: input.goal };
  return { audit: { action: "scorecard.created", subject: subjectOf(partner), partnerId: partner.id, after } };
}

function rowOf({ layer, position, metric, manual, cadence }: Start, { values, says }: Baselines) {
  const own = { layer: layer as Layer, position, cadence };
  if (manual) return { ...own, name: manual.name, unit: manual.unit, better: manual.better, target: manual.target };
  const baseline = values.get(metric as MetricKey) ?? null;
  const target = proposedTarget({ metric, unit: null }, betterOf({ metric, better: null }), baseline);
  return { ...own, metric, baseline, baselineSays: says, target, shared: metricOf(metric as MetricKey).partnerSees };
}

type Baselines = { values: Map<MetricKey, string | null>; says: string };

/** What metrics were over the four quarters before this one: what adds up, in a quarter on average. */
async function baselinesOf(tx: Tx, partnerId: string, keys: MetricKey[], today: string): Promise<Baselines> {
  const program = await readProgram(tx);
  const { from: to } = namedPeriod("this_quarter", today);
  const span = { from: yearBefore({ key: "", label: "", from: to, to }).from, to };
  const reach = { partners: [partnerId], dirty: [partnerId], today: program.today };
  const answers = await Promise.all(keys.map((metric) => answerIn(tx, program, { metric, span, partnerId }, reach)));
  const values = keys.map((key, i) => {
    const value = answers[i]?.total.value ?? null;
    return [key, value === null || !addsUp(key) ? value : divideExact(exact(value), 4n * 10n ** 10n, 4)] as const;
  });
  return { values: new Map(values), says: `year to ${formatMonth(addDays(to, -1).slice(0, 7))}` };
}

/** Changes the goal, the rhythm of reviews and who answers for a scorecard. Throws NotFound and Refused. */
export async function changeScorecard(
  tx: Tx,
  { partnerId, ...set }: { partnerId: string; goal: string; cadence: Cadence; ownerId: string },
): Promise<Done> {
  const { partner, scorecard } = await lockScorecard(tx, partnerId);
  await requireOwner(tx, set.ownerId, partnerId);
  await tx
    .update(scorecards)
    .set({ ...set, updatedAt: sql`now()` })
    .where(eq(scorecards.id, scorecard.id));
  const before = { goal: scorecard.goal, cadence: scorecard.cadence, ownerId: scorecard.ownerId };
  return { audit: { action: "scorecard.changed", subject: subjectOf(partner), partnerId, before, after: set } };
}

/** Adds a metric to a layer that has room for it. Throws NotFound, and Refused with the reason. */
export async function addMetric(tx: Tx, input: AddMetric, today: string): Promise<Done> {
  const { partnerId, layer, metric, name, unit, better, ownerId, cadence } = input;
  const { partner, scorecard } = await lockScorecard(tx, partnerId);
  const held = await heldBy(tx, scorecard.id);
  const full = whyFull(layer, held.filter((one) => one.layer === layer).length);
  if (full) throw new Refused(full, "layer");
  if (metric && held.some((one) => one.metric === metric))
    throw new Refused("This metric is on the scorecard already", "metric");
  await requireOwner(tx, ownerId, partnerId);
  const shared = sharing(layer, metric, input.shared);
  const measured = metric ? { metric, unit: null } : { metric: null, unit };
  const counted =
    metric && input.baseline === null ? await baselinesOf(tx, partnerId, [metric as MetricKey], today) : null;
  const baseline =
    input.baseline === null ? (counted?.values.get(metric as MetricKey) ?? null) : storedOf(measured, input.baseline);
  const target = input.target === null ? null : storedOf(measured, input.target);
  const own = metric ? { metric } : { name, unit, better };
  const position = Math.max(-1, ...held.filter((one) => one.layer === layer).map((one) => one.position)) + 1;
  const rest = { layer, position, ownerId, baseline, baselineSays: counted?.says ?? null, target, cadence, shared };
  await tx.insert(scorecardMetrics).values({ scorecardId: scorecard.id, partnerId, ...own, ...rest });
  const after = { layer, metric: labelOf({ metric, name }), target };
  return { audit: { action: "scorecard.metric_added", subject: subjectOf(partner), partnerId, after } };
}

/** Changes who owns a metric, its baseline, target and rhythm, and whether the partner reads it. Throws NotFound and Refused. */
export async function changeMetric(tx: Tx, input: ChangeMetric): Promise<Done> {
  const { partnerId, metricId, ownerId, cadence } = input;
  const { partner, scorecard } = await lockScorecard(tx, partnerId);
  const before = await metricOn(tx, scorecard.id, metricId);
  await requireOwner(tx, ownerId, partnerId);
  const stored = (typed: bigint | null) => (typed === null ? null : storedOf(before, typed));
  const [baseline, target] = [stored(input.baseline), stored(input.target)];
  const set = { ownerId, cadence, baseline, target, shared: sharing(before.layer, before.metric, input.shared) };
  const baselineSays = baseline === before.baseline ? before.baselineSays : null;
  await tx
    .update(scorecardMetrics)
    .set({ ...set, baselineSays })
    .where(and(eq(scorecardMetrics.id, metricId), isNull(scorecardMetrics.removedAt)));
  const what = { metric: labelOf(before) };
  const { ownerId: owner, cadence: rhythm, baseline: was, target: asked, shared } = before;
  return {
    audit: {
      action: "scorecard.metric_changed",
      subject: { ...subjectOf(partner), name: `${partner.name}: ${what.metric}` },
      partnerId,
      before: { ownerId: owner, cadence: rhythm, baseline: was, target: asked, shared },
      after: set,
    },
  };
}

/** Takes a metric off a layer that has more than it must. Reviews keep what they said of it. Throws NotFound and Refused. */
export async function removeMetric(tx: Tx, partnerId: string, metricId: string): Promise<Done> {
  const { partner, scorecard } = await lockScorecard(tx, partnerId);
  const metric = await metricOn(tx, scorecard.id, metricId);
  const held = await heldBy(tx, scorecard.id);
  const needed = whyNeeded(metric.layer, held.filter((one) => one.layer === metric.layer).length);
  if (needed) throw new Refused(needed);
  await tx.update(scorecardMetrics).set({ removedAt: sql`now()` }).where(eq(scorecardMetrics.id, metricId));
  const before = { layer: metric.layer, metric: labelOf(metric) };
  return { audit: { action: "scorecard.metric_removed", subject: subjectOf(partner), partnerId, before } };
}

/** Enters a value of a metric that nothing computes, as of a day up to today, with its source. Throws NotFound and Refused. */
export async function enterValue(tx: Tx, by: By, input: EnterValue, today: string): Promise<Done> {
  const { partnerId, metricId, on, source } = input;
  const { partner, scorecard } = await lockScorecard(tx, partnerId);
  const metric = await metricOn(tx, scorecard.id, metricId);
  if (metric.metric) throw new Refused("This metric is computed from the data: it cannot be entered", "metricId");
  if (on > today) throw new Refused("This day has not come yet", "on");
  const value = storedOf(metric, input.value);
  if (metric.unit === "percent" && Math.abs(Number(value)) > 10)
    throw new Refused("This is more than 1,000 %", "value");
  if (metric.unit === "score" && (Number(value) < 0 || Number(value) > 100))
    throw new Refused("A score lies between 0 and 100", "value");
  await tx.insert(scorecardValues).values({ metricId, partnerId, on, value, source, enteredById: by.personId });
  const after = { metric: labelOf(metric), on, value, source };
  return { audit: { action: "scorecard.value_entered", subject: subjectOf(partner), partnerId, after } };
}

/** What the partner may read: outcomes always, so they must be metrics that partners see; no metric that partners do not. */
function sharing(layer: Layer, metric: string | null, wished: boolean): boolean {
  const seen = !metric || (isMetricKey(metric) && metricOf(metric).partnerSees);
  if (layer === "outcome" && !seen)
    throw new Refused("Outcomes are shared with the partner, and partners do not see this metric", "metric");
  return seen && (wished || layer === "outcome");
}

async function lockPartner(tx: Tx, id: string): Promise<Named> {
  const [partner] = await tx
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(and(eq(partners.id, id), isNull(partners.mergedIntoId)))
    .limit(1);
  if (!partner) throw new NotFound("This partner");
  return partner;
}

/** The scorecard of a partner, locked. Throws NotFound. */
export async function lockScorecard(tx: Tx, partnerId: string) {
  const partner = await lockPartner(tx, partnerId);
  const [scorecard] = await tx
    .select()
    .from(scorecards)
    .where(eq(scorecards.partnerId, partnerId))
    .limit(1)
    .for("update");
  if (!scorecard) throw new NotFound("This scorecard");
  return { partner, scorecard };
}

/** A metric that stands on the scorecard. Throws NotFound. */
export async function metricOn(tx: Tx, scorecardId: string, metricId: string) {
  const [metric] = await tx
    .select()
    .from(scorecardMetrics)
    .where(
      and(
        eq(scorecardMetrics.id, metricId),
        eq(scorecardMetrics.scorecardId, scorecardId),
        isNull(scorecardMetrics.removedAt),
      ),
    )
    .limit(1);
  if (!metric) throw new NotFound("This metric");
  return metric;
}

const heldBy = (tx: Tx, scorecardId: string) =>
  tx
    .select({ layer: scorecardMetrics.layer, metric: scorecardMetrics.metric, position: scorecardMetrics.position })
    .from(scorecardMetrics)
    .where(and(eq(scorecardMetrics.scorecardId, scorecardId), isNull(scorecardMetrics.removedAt)));

/** Owners are staff or people of this partner, with access. Throws Refused. */
export async function requireOwner(tx: Tx, ownerId: string, partnerId: string, field = "ownerId"): Promise<void> {
  const [person] = await tx
    .select({ partnerId: people.partnerId, kind: people.kind })
    .from(people)
    .where(and(eq(people.id, ownerId), eq(people.access, "active")))
    .limit(1);
  if (!person || (person.kind !== "staff" && person.partnerId !== partnerId))
    throw new Refused("Choose somebody of staff or of this partner", field);
}

export const subjectOf = ({ id, name }: Named) => ({ type: "scorecard", id, name });

import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { targets } from "@/db/revenue/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { componentOf } from "@/lib/metrics/components";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { dayIn, elapsedPart, type Period, previousPeriod, yearBefore } from "@/lib/period";
import { type Cohort, cohortOf } from "./cohorts";
import { readTargets } from "./figures";
import { type Answer, type Asker, answerIn, type Program, type Question, reachOf, readProgram } from "./queries";

/** What a figure is held against. */
export const comparisons = ["previous", "year", "target", "baseline", "cohort"] as const;
export type Comparison = (typeof comparisons)[number];

export type Compared = {
  answer: Answer;
  /** The period before, and the same days a year earlier, as far as the period has come; each cut as the question is. */
  previous?: Answer & { from: string; to: string };
  year?: Answer & { from: string; to: string };
  target?: string | null;
  baseline?: { value: string; from: string; to: string } | null;
  cohort?: Cohort | null;
};

type Asked = Omit<Question, "span"> & { period: Period; compare: readonly Comparison[]; now: Date };

/** One question with all that it is compared with, inside the caller's transaction. Throws NotFound for another partner. */
export async function compareIn(tx: Tx, asker: Asker, program: Program, asked: Asked): Promise<Compared> {
  const { period, compare, now, ...question } = asked;
  const reach = reachOf(asker, program, question.partnerId);
  const partnerId = reach.partners?.[0] ?? null;
  const ask = (span: Period) => answerIn(tx, program, { ...question, span }, reach);
  const earlier = async (name: "previous" | "year", whole: Period) => {
    if (!compare.includes(name)) return {};
    const span = sameKind(question.metric, whole, elapsedPart(whole, period, dayIn(program.timeZone, now)));
    return { [name]: { ...(await ask(span)), from: span.from, to: span.to } };
  };
  const [answer, previous, year, target, baseline, cohort] = await Promise.all([
    ask(period),
    earlier("previous", previousPeriod(period)),
    earlier("year", yearBefore(period)),
    compare.includes("target") ? readTargets(tx, [question.metric], period, { partnerId, ownerId: null }) : null,
    compare.includes("baseline") ? baselineOf(tx, asker, question.metric, period, partnerId) : null,
    compare.includes("cohort") && partnerId
      ? cohortOf(tx, asker, program, { metric: question.metric, span: period, partnerId })
      : null,
  ]);
  return {
    answer,
    ...previous,
    ...year,
    ...(target ? { target: target.get(question.metric) ?? null } : {}),
    ...(compare.includes("baseline") ? { baseline } : {}),
    ...(compare.includes("cohort") ? { cohort } : {}),
  };
}

/** `compareIn` for a viewer, in a transaction of its own. Partner people are told of what partners see. */
export async function compareOf(viewer: Viewer, asked: Asked): Promise<Compared> {
  if (viewer.kind === "partner" && !metricOf(asked.metric).partnerSees) throw new NotFound("This metric");
  return withViewer(viewer, async (tx) => compareIn(tx, viewer, await readProgram(tx), asked));
}

/** What stands is compared with what stood at the end of the earlier period, not on some day inside it. */
const sameKind = (key: MetricKey, whole: Period, elapsed: Period) =>
  metricOf(key).numerator.every((component) => componentOf(component).kind === "stock") ? whole : elapsed;

/** What it starts from: the last baseline that was set before the period ends, of the partner or of the program. */
async function baselineOf(tx: Tx, asker: Asker, metric: MetricKey, { to }: Period, partnerId: string | null) {
  const own = asker === "operator" ? sql`true` : scope(asker, targets);
  const [row] = await tx.execute<{ value: string; from: string; to: string }>(sql`
    select value::text, from_on::text as from, to_on::text as to from targets
    where kind = 'baseline' and metric = ${metric} and from_on < ${to}::date and partner_id is not distinct from ${partnerId}::uuid and owner_id is null and ${own}
    order by from_on desc, created_at desc limit 1`);
  return row ?? null;
}

import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type ComponentKey, isByDay } from "@/lib/metrics/components";
import { type Dimension, dimensions } from "@/lib/metrics/dimensions";
import { componentsOf } from "@/lib/metrics/metric";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { type Sums, type Value, valueOf } from "@/lib/metrics/value";
import type { ApprovedVersion } from "@/lib/metrics/version";
import { type Bucket, bucketsOf } from "@/lib/period";
import type { Where } from "./dimensions";
import { type Measured, measure, type Reach, type Span } from "./measure";

/** What to measure: one metric over a span, cut and filtered. `partnerId` narrows it to one partner's own figure. */
export type Question = {
  metric: MetricKey;
  span: Span;
  by?: Dimension | null;
  where?: Where;
  partnerId?: string | null;
  /** The largest groups alone, for a metric of one component; what had nothing to count is left out. */
  most?: number;
};
export type Group = { group: string; label: string } & Value;
export type Answer = { total: Value; groups: Group[]; currency: string };

/**
 * `today` is the last day of which anything is known; never for partner people, whose rows are few. `dirty` are the partners
 * whose sums are being made again, as far as their rows can be read meanwhile; `recounting` says how many there are when
 * they are too many for that, as after a large import: the program's figures are then those of before.
 */
export type Program = {
  currency: string;
  timeZone: string;
  name: string;
  today: string;
  dirty: string[];
  recounting: number;
  /** What was approved of metrics, other than the definitions in the code. */
  versions: ApprovedVersion[];
};

/** Of so many partners the rows can be read while a page is waited for. */
export const mostDirty = 2_000;

/** Who asks: a viewer, or the operator, who sees everything. */
export type Asker = Viewer | "operator";

/** The program's settings, and the partners whose sums are being made again. */
export async function readProgram(tx: Tx): Promise<Program> {
  const [row] =
    await tx.execute<Program>(sql`select reporting_currency as currency, time_zone as "timeZone", program_name as name, (case when current_user = 'portal_partner' then 'infinity'
        else greatest(program_day(now()), (select max(from_on) from deal_versions where superseded_at is null)) end)::text as today,
    array(select distinct partner_id::text from metric_dirty limit ${mostDirty + 1}) as dirty,
    (select coalesce(json_agg(json_build_object('metric', metric, 'version', version, 'countsFrom', counts_from, 'settings', settings, 'wording', wording)), '[]')
      from metric_versions where status = 'approved') as versions from settings`);
  if (!row) throw new Error("The database has no settings row: run the migrations");
  const tooMany = row.dirty.length > mostDirty;
  return { ...row, dirty: tooMany ? [] : row.dirty, recounting: tooMany ? row.dirty.length : 0 };
}

/** What a page may say of it: without the partners whose sums are being made again. */
export const shownOf = ({ dirty: _, versions: __, ...program }: Program) => program;

/** The partners an asker reaches: a partner only itself, whatever it asks for. Throws NotFound for another partner's id. */
export function reachOf(asker: Asker, program: Program, partnerId?: string | null): Reach {
  if (asker === "operator" || asker.kind === "staff")
    return partnerId ? ofOne(program, partnerId) : everyPartner(program);
  if (partnerId && partnerId !== asker.partnerId) throw new NotFound("This partner");
  return ofOne(program, asker.partnerId);
}

/** One partner's rows are few enough to be read whenever its sums may be old. */
const everyPartner = ({ dirty, today, versions }: Program): Reach => ({ partners: null, dirty, today, versions });

const ofOne = ({ dirty, recounting, today, versions }: Program, partnerId: string): Reach => ({
  partners: [partnerId],
  dirty: recounting || dirty.includes(partnerId) ? [partnerId] : [],
  today,
  versions,
});

/** Measures one metric inside the caller's transaction. Money is in the reporting currency. */
export async function answer(tx: Tx, asker: Asker, question: Question): Promise<Answer> {
  const program = await readProgram(tx);
  return answerIn(tx, program, question, reachOf(asker, program, question.partnerId));
}

/** `answer` for a known program and reach, for pages that ask several questions at once. */
export async function answerIn(tx: Tx, program: Program, question: Question, reach: Reach): Promise<Answer> {
  const metric = metricOf(question.metric);
  const own = reach.partners?.length === 1 || question.by === "partner" || Boolean(question.where?.partner);
  const keys = [...new Set([...componentsOf(metric, false), ...(own ? componentsOf(metric, true) : [])])];
  const where = question.where ?? {};
  const [total, groups, silent] = await Promise.all([
    measure(tx, keys, [question.span], { by: null, where }, reach),
    question.by ? cut(tx, keys, question, reach) : [],
    question.by && !question.most ? silentGroups(tx, question, reach) : [],
  ]);
  const ofPartner = reach.partners?.length === 1 || Boolean(question.where?.partner);
  return {
    total: valueOf(metric, sumsOf(total), ofPartner),
    groups: grouped(groups, silent).map(({ key, label, rows }) => ({
      group: key,
      label,
      ...valueOf(metric, sumsOf(rows), ofPartner || question.by === "partner"),
    })),
    currency: program.currency,
  };
}

/** `answer` for a viewer, in a transaction of its own. */
export const ask = (viewer: Viewer, question: Question) => withViewer(viewer, (tx) => answer(tx, viewer, question));

/** Cuts by a dimension; a time dimension cuts flows by their day and counts stocks and windows at the end of each bucket. */
async function cut(tx: Tx, keys: ComponentKey[], question: Question, reach: Reach): Promise<Measured[]> {
  const by = question.by as Dimension;
  const where = question.where ?? {};
  if (dimensions[by].of !== "time")
    return measure(tx, keys, [question.span], { by, where, most: question.most }, reach);
  const buckets: Bucket[] = bucketsOf(question.span, by as "month" | "quarter" | "year");
  const flows = keys.filter(isByDay);
  const others = keys.filter((key) => !isByDay(key));
  const [cutFlows, cutOthers] = await Promise.all([
    flows.length ? measure(tx, flows, [question.span], { by, where }, reach) : [],
    others.length ? measure(tx, others, buckets, { by: null, where }, reach) : [],
  ]);
  return [
    ...cutFlows,
    ...cutOthers.map((row) => ({
      ...row,
      group: buckets[row.span]?.label ?? null,
      label: buckets[row.span]?.label ?? null,
    })),
  ];
}

/** Component sums from measured rows of one group. */
export function sumsOf(rows: readonly Measured[]): Sums {
  const sums: Sums = {};
  for (const row of rows) {
    const before = sums[row.component] ?? { value: 0n, facts: 0, missing: 0 };
    sums[row.component] = {
      value: before.value + row.value,
      facts: before.facts + row.facts,
      missing: before.missing + row.missing,
    };
  }
  return sums;
}

/** Partners, their people and spans of time are listed even when nothing was counted for them: zero is an answer. */
async function silentGroups(
  tx: Tx,
  { by, span, where }: Question,
  reach: Reach,
): Promise<{ key: string; label: string }[]> {
  if (by && dimensions[by].of === "time")
    return bucketsOf(span, by as "month").map(({ label }) => ({ key: label, label }));
  if (where && Object.keys(where).length > 0) return [];
  const own = reach.partners ? sql.param(reach.partners) : null;
  if (by === "partner")
    return [
      ...(await tx.execute<{
        key: string;
        label: string;
      }>(sql`select id::text as key, name as label from partners
        where merged_into_id is null and (${own}::uuid[] is null or id = any(${own}::uuid[]))`)),
    ];
  if (by !== "person") return [];
  return [
    ...(await tx.execute<{
      key: string;
      label: string;
    }>(sql`select distinct name as key, name as label from people
      where kind = 'partner' and (${own}::uuid[] is null or partner_id = any(${own}::uuid[]))`)),
  ];
}

function grouped(rows: readonly Measured[], silent: readonly { key: string; label: string }[]) {
  const groups = new Map<string, { key: string; label: string; rows: Measured[] }>();
  for (const { key, label } of silent) groups.set(key, { key, label, rows: [] });
  for (const row of rows) {
    const key = row.group ?? "";
    const group = groups.get(key) ?? { key, label: row.label ?? "(none)", rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

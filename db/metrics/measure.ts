import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type ComponentKey, componentOf, type DerivedKey, type WindowKey } from "@/lib/metrics/components";
import { type Dimension, dimensions } from "@/lib/metrics/dimensions";
import type { SettingValues } from "@/lib/metrics/settings";
import { type ApprovedVersion, settingsFor } from "@/lib/metrics/version";
import { reachingBack, splitByMonth } from "@/lib/period";
import { groupBy, type Joins, joinsFor, matches, type Where } from "./dimensions";
import { facts, isFactKey, type Narrow, standing } from "./facts";
import { marketOf, picked } from "./picks";
import { activeInProgram, isSettled, windowOf } from "./windows";

/** Which partners are measured: all, or the listed ones. `dirty` ones are read from their rows, not from the monthly sums. After `today` nothing is known to change. */
export type Reach = {
  partners: string[] | null;
  dirty: string[];
  today: string;
  /** What metrics mean from which day on, where a program chose it: the definitions in the code when absent. */
  versions?: readonly ApprovedVersion[];
};
export type Span = { from: string; to: string };
export type Measured = {
  component: ComponentKey;
  span: number;
  group: string | null;
  label: string | null;
  value: bigint;
  facts: number;
  missing: number;
};
/** `most` keeps the largest groups alone, of one component over one span; `perPartner` reads each partner's sums apart. */
type Cut = { by: Dimension | null; where: Where; most?: number; perPartner?: boolean };

const uuids = (ids: string[]) => sql`${sql.param(ids)}::uuid[]`;
// As text first: the driver cannot write an array of dates.
const dates = (days: string[]) => sql`${sql.param(days)}::text[]::date[]`;

/** The partner condition of every fact query: the first wall, when the reach is one partner's. */
function own(reach: Reach, narrower?: SQL): Narrow["partner"] {
  return (column) => {
    const reached = reach.partners ? sql`((${column} = any(${uuids(reach.partners)})) /* own rows */)` : sql`true`;
    return narrower ? sql`${reached} and ${column} ${narrower}` : reached;
  };
}

/**
 * Sums components over each span, cut by a dimension. Flows take facts of days in [from, to); stocks what stands just
 * before `to`; windows count each span anew. Money is E4 of the reporting currency; facts without a rate are counted as missing.
 */
export async function measure(
  tx: Tx,
  keys: readonly ComponentKey[],
  spans: readonly Span[],
  cut: Cut,
  reach: Reach,
): Promise<Measured[]> {
  const plain = keys.filter((key) => !componentOf(key).of);
  const of = (kind: "flow" | "stock" | "window", distinct = false) =>
    plain.filter((key) => componentOf(key).kind === kind && Boolean(componentOf(key).distinct) === distinct);
  const [flows, stocks, windows] = [of("flow"), of("stock"), of("window")];
  const derived = keys.filter((key): key is DerivedKey => Boolean(componentOf(key).of));
  const results = await Promise.all([
    flows.length ? run(tx, flowQuery(flows, spans, cut, reach)) : [],
    ...of("flow", true).map((key) => run(tx, flowQuery([key], spans, cut, reach))),
    stocks.length ? run(tx, stockQuery(stocks, spans, cut, reach)) : [],
    windows.length ? run(tx, windowQuery(windows, spans, cut, reach)) : [],
    ...of("window", true).map((key) => run(tx, windowQuery([key], spans, cut, reach))),
    ...derived.map((key) => measureDerived(tx, key, spans, cut, reach)),
  ]);
  return results.flat();
}

/** What is read from another component's facts: further back, or by a pick instead of a sum. */
async function measureDerived(
  tx: Tx,
  key: DerivedKey,
  spans: readonly Span[],
  cut: Cut,
  reach: Reach,
): Promise<Measured[]> {
  const { of, since, pick } = componentOf(key);
  const whole = since ? spans.map((span) => reachingBack(span, since)) : spans;
  if (pick) return run(tx, pickQuery(key, whole, cut, reach));
  const rows = await measure(tx, [of as ComponentKey], whole, cut, reach);
  return rows.map((row) => ({ ...row, component: key }));
}

type Row = {
  component: ComponentKey;
  span: number;
  key: string | null;
  label: string | null;
  value: string | null;
  facts: string;
  missing: string;
};

async function run(tx: Tx, query: SQL): Promise<Measured[]> {
  const rows = await tx.execute<Row>(query);
  return rows.map((row) => ({
    component: row.component,
    span: row.span,
    group: row.key,
    label: row.label,
    value: BigInt(row.value ?? "0"),
    facts: Number(row.facts),
    missing: Number(row.missing),
  }));
}

const spansTable = (spans: readonly Span[]) =>
  sql`(select (row_number() over ())::int - 1 as span, f as from_on, t as to_on from unnest(${dates(spans.map((s) => s.from))}, ${dates(spans.map((s) => s.to))}) as w(f, t)) w`;

/** By which part of the monthly sums a component can be read: the whole, by stage or by family; null when the rows must be read. */
function keptBy(key: ComponentKey, cut: Cut): "" | "stage" | "family" | null {
  const stock = componentOf(key).kind === "stock";
  const below = usedIn(cut).filter((dimension) => !["partner", "time"].includes(dimensions[dimension].of));
  if (!componentOf(key).rollup || below.length > 1) return null;
  if (below.length === 0) return stock ? "stage" : "";
  if (below[0] === "stage" && stock) return "stage";
  return below[0] === "family" && key === "won_amount" ? "family" : null;
}

const usedIn = (cut: Cut) => [...(cut.by ? [cut.by] : []), ...(Object.keys(cut.where) as Dimension[])];

/** Whether the sums of the whole program can answer: nobody is picked out, and nothing of what a partner is is asked. */
const ofProgram = (cut: Cut, reach: Reach) =>
  reach.partners === null &&
  !cut.perPartner &&
  usedIn(cut).every((dimension) => dimensions[dimension].of !== "partner");

function flowQuery(keys: ComponentKey[], spans: readonly Span[], cut: Cut, reach: Reach): SQL {
  return grouped(flowRows(keys, spans, cut, reach), spans, cut, keys, inDays, ofVersion);
}

const inDays = sql`f.day >= w.from_on and f.day < w.to_on`;
const ofVersion = sql`v.id = f.version_id`;

/** The rows of one component over each span, with their partner and market, by which `picked` chooses. */
function pickQuery(key: DerivedKey, spans: readonly Span[], cut: Cut, reach: Reach): SQL {
  const { of, pick } = componentOf(key);
  const keys = [of as ComponentKey];
  const joins = joinsFor(cut.by, cut.where, keys);
  const group = groupBy(cut.by);
  const summed =
    pick === "top_fifth" ? flowRows(keys, spans, { ...cut, perPartner: true }, reach) : eachRow(keys, spans, reach);
  const rows = sql`select ${key}::text as component, w.span, ${group.key} as key, ${group.label} as label, ${joins.value ?? sql`f.value`} as value, f.facts, f.missing, f.partner_id,
      ${pick === "markets" ? marketOf.value : sql`null::text`} as market
    from (${summed}) f join ${spansTable(spans)} on ${inDays} left join partner_versions v on ${ofVersion} ${joins.tables} ${pick === "markets" ? marketOf.tables : sql``}
    where ${matches(cut.where)}`;
  return picked(pick as NonNullable<typeof pick>, rows);
}

const eachRow = ([key]: ComponentKey[], spans: readonly Span[], reach: Reach) => {
  const { first, last } = wholeOf(spans);
  return factRows(key as ComponentKey, between(first, last), own(reach));
};

const wholeOf = (spans: readonly Span[]) => ({
  first: spans.reduce((day, span) => (span.from < day ? span.from : day), spans[0]?.from ?? ""),
  last: spans.reduce((day, span) => (span.to > day ? span.to : day), spans[0]?.to ?? ""),
});

function flowRows(keys: ComponentKey[], spans: readonly Span[], cut: Cut, reach: Reach): SQL {
  const { first, last } = wholeOf(spans);
  const oneSpan = spans.length === 1 || spans.every((span) => span.from.endsWith("-01") && span.to.endsWith("-01"));
  const parts = keys.flatMap((key) => {
    if (keptBy(key, cut) === null || !oneSpan) return [factRows(key, between(first, last), own(reach))];
    const { head, months, tail } = splitByMonth(first, last);
    const edges = [head, tail].filter(([from, to]) => from < to);
    return [
      ...(months[0] < months[1] ? [sumRows(key, between(...months), cut, reach)] : []),
      ...edges.map(([from, to]) => factRows(key, between(from, to), own(reach, clean(reach)))),
      ...(reach.dirty.length
        ? [factRows(key, between(first, last), own(reach, sql`= any(${uuids(reach.dirty)})`))]
        : []),
    ];
  });
  return sql.join(parts, sql` union all `);
}

const between = (from: string, to: string) => (day: SQL) => sql`${day} >= ${from}::date and ${day} < ${to}::date`;
const clean = (reach: Reach) => (reach.dirty.length ? sql`<> all(${uuids(reach.dirty)})` : undefined);

function sumRows(key: ComponentKey, month: Narrow["day"], cut: Cut, reach: Reach): SQL {
  const dim = keptBy(key, cut);
  const named = sql`null::uuid as deal_id, ${dim === "stage" ? sql`m.key` : sql`null::text`} as stage, ${dim === "family" ? sql`nullif(m.key, '')` : sql`null::text`} as family`;
  const these = sql`m.component = ${key} and m.dim = ${dim} and ${month(sql`m.month`)}`;
  if (!ofProgram(cut, reach))
    return sql`select ${key}::text as component, m.partner_id, m.month as day, m.value, m.facts, m.missing, ${named}, m.version_id
      from metric_month m where ${these} and ${own(reach, clean(reach))(sql`m.partner_id`)}`;
  // Without the partners whose sums are being made again: their part is taken out, and read from their rows.
  const marked = sql` union all select ${key}::text, null, m.month, -m.value, -m.facts, -m.missing, ${named}, null
    from metric_month m where ${these} and m.partner_id = any(${uuids(reach.dirty)})`;
  return sql`select ${key}::text as component, null::uuid as partner_id, m.month as day, m.value, m.facts, m.missing, ${named}, null::uuid as version_id
    from metric_program m where ${these}${reach.dirty.length ? marked : sql``}`;
}

function factRows(key: ComponentKey, day: Narrow["day"], partner: Narrow["partner"]): SQL {
  if (!isFactKey(key)) throw new Error(`${key} has no facts of a day`);
  return sql`select ${key}::text as component, f.partner_id, f.day, f.value::numeric as value, 1 as facts, (f.value is null)::int as missing, f.deal_id, f.stage, null::text as family, v.id as version_id
    from (${facts[key]({ day, partner })}) f
    left join partner_versions v on v.partner_id = f.partner_id and v.valid_from <= f.day and (v.valid_to is null or v.valid_to > f.day)`;
}

function stockQuery(keys: ComponentKey[], spans: readonly Span[], cut: Cut, reach: Reach): SQL {
  const last = spans.reduce((day, span) => (span.to > day ? span.to : day), spans[0]?.to ?? "");
  const before = (day: SQL) => sql`${day} < ${last}::date`;
  const months = sql`f.day < date_trunc('month', w.to_on)::date`;
  const parts = keys.flatMap((key) => {
    // Of a whole program by what partners are, what stands now is less to read than all that ever changed.
    if (keptBy(key, cut) === null || (reach.partners === null && !ofProgram(cut, reach)))
      return spans.map((span, index) => standingRows(key, span, index, reach));
    return [
      sql`select x.*, null::int as span, true as summed from (${sumRows(key, before, cut, reach)}) x`,
      ...raggedStock(key, spans, reach),
      ...(reach.dirty.length
        ? spans.map((span, index) => standingRows(key, span, index, reach, sql`= any(${uuids(reach.dirty)})`))
        : []),
    ];
  });
  const inSpan = sql`case when f.summed then ${months} else f.span = w.span end`;
  return grouped(sql.join(parts, sql` union all `), spans, cut, keys, inSpan, asOfSpan);
}

/** What stands before the span ends, read from the rows. */
function standingRows(key: ComponentKey, span: Span, index: number, reach: Reach, narrower?: SQL): SQL {
  if (key !== "open_amount" && key !== "open_count") throw new Error(`${key} does not stand`);
  const rows = standing(key, sql`${span.to}::date`, span.to > reach.today, own(reach, narrower));
  return sql`select ${key}::text as component, f.partner_id, f.day, f.value::numeric as value, 1 as facts, (f.value is null)::int as missing, f.deal_id, f.stage,
    null::text as family, null::uuid as version_id, ${index}::int as span, false as summed from (${rows}) f`;
}

/** Stocks and windows are cut by what a partner was just before the span ended. */
const asOfSpan = sql`v.partner_id = f.partner_id and v.valid_from < w.to_on and (v.valid_to is null or v.valid_to >= w.to_on)`;

/** The changes of the days since the month began, for spans that end inside a month. */
function raggedStock(key: ComponentKey, spans: readonly Span[], reach: Reach): SQL[] {
  return spans.flatMap((span, index) => {
    if (span.to.endsWith("-01")) return [];
    const rows = factRows(key, between(`${span.to.slice(0, 8)}01`, span.to), own(reach, clean(reach)));
    return [sql`select x.*, ${index}::int as span, false as summed from (${rows}) x`];
  });
}

function windowQuery(keys: ComponentKey[], spans: readonly Span[], cut: Cut, reach: Reach): SQL {
  const parts = keys.map((key) => {
    if (isFactKey(key)) throw new Error(`${key} is not counted by window`);
    if (key === "active_enrolled" && reach.partners === null) return activePartners(spans, reach);
    const rows = (table: SQL, settings: SettingValues) => sql`
      select ${key}::text as component, x.partner_id, w.to_on as day, x.value::numeric as value, 1 as facts, (x.value is null)::int as missing,
        case when x.ref = 'deal' then x.ref_id end as deal_id, null::text as stage, null::text as family, w.span
      from ${table} cross join lateral (${windowOf(key as WindowKey, settings)(sql`w.from_on`, sql`w.to_on`, own(reach))}) x`;
    if (!isSettled(key)) return rows(spansTable(spans), {});
    // Each span is counted with the settings that held at its end.
    const one = (span: Span, index: number) =>
      rows(
        sql`(select ${index}::int as span, ${span.from}::date as from_on, ${span.to}::date as to_on) w`,
        settingsFor(reach.versions ?? [], key, span),
      );
    return sql.join(spans.map(one), sql` union all `);
  });
  return grouped(sql.join(parts, sql` union all `), spans, cut, keys, sql`f.span = w.span`, asOfSpan);
}

function activePartners(spans: readonly Span[], reach: Reach): SQL {
  const parts = spans.map(
    (
      span,
      index,
    ) => sql`select 'active_enrolled' as component, x.partner_id, ${span.to}::date as day, x.value::numeric as value, 1 as facts, 0 as missing,
      null::uuid as deal_id, null::text as stage, null::text as family, ${index}::int as span from (${activeInProgram(span, reach.dirty, settingsFor(reach.versions ?? [], "active_enrolled", span))}) x`,
  );
  return sql.join(parts, sql` union all `);
}

function grouped(rows: SQL, spans: readonly Span[], cut: Cut, keys: ComponentKey[], inSpan: SQL, version: SQL): SQL {
  const joins: Joins = joinsFor(cut.by, cut.where, keys);
  const group = groupBy(cut.by);
  const distinct = keys.some((key) => componentOf(key).distinct);
  const value = joins.value ?? sql`f.value`;
  const selected = sql`select ${distinct ? sql`distinct on (f.component, w.span, ${group.key}, f.deal_id)` : sql``} f.component, w.span, ${group.key} as key, ${group.label} as label, ${value} as value, f.facts, f.missing
    from (${rows}) f join ${spansTable(spans)} on ${inSpan}
      left join partner_versions v on ${version} ${joins.tables}
    where ${matches(cut.where)}`;
  return sql`select g.component, g.span, g.key, max(g.label) as label, round(sum(g.value))::text as value, sum(g.facts) as facts, sum(g.missing) as missing
    from (${selected}) g group by g.component, g.span, g.key
    ${cut.most ? sql`order by sum(g.value) desc nulls last limit ${cut.most}` : sql``}`;
}

import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { partners as partnersTable } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type ComponentKey, componentOf, type WindowKey } from "@/lib/metrics/components";
import { type LeftOutReason, reasonsFor } from "@/lib/metrics/left-out";
import { type Place, placeAfter, readPlace } from "@/lib/metrics/place";
import { type ApprovedVersion, settingsFor } from "@/lib/metrics/version";
import { reachingBack } from "@/lib/period";
import { joinsFor, matches, type Where } from "./dimensions";
import { facts, isFactKey, standing } from "./facts";
import { booked } from "./figures";
import { leftOutSource } from "./left-out";
import type { Reach } from "./measure";
import { type Program, reachOf, readProgram } from "./queries";
import { windowOf } from "./windows";

export const rowsPerPage = 25;

/** One row: what it is, where it leads, its day, and what it adds to the figure, or would have. */
export type FactRow = {
  ref: string;
  refId: string;
  day: string | null;
  /** E4 for money, a whole number otherwise; null when the rate of that day is missing. */
  value: string | null;
  partnerId: string | null;
  partner: string | null;
  dealId: string | null;
  deal: string | null;
  accountId: string | null;
  account: string | null;
};

export type FactQuestion = {
  component: ComponentKey;
  span: { from: string; to: string };
  where: Where;
  /** Rows that are left out for this reason, in place of those that are counted. */
  leftOut?: LeftOutReason;
  limit?: number;
  after?: Place | null;
};
/** `next` is the place of the page after this one, empty on the last. */
export type FactPage = { rows: FactRow[]; next: string };
export type Counted = { count: number; sum: string };
export type FactList = FactPage & Counted;
type Asking = FactQuestion & { partnerId?: string | null; book?: string | null };

/** A page of the rows that a component counts, or leaves out for a reason, newest first, with how many there are and their sum. A partner gets its own, whatever it asks for. */
export function listFacts(viewer: Viewer, question: Asking): Promise<FactList> {
  return asked(viewer, question, async (tx, program, reach) => {
    const [page, counted] = await Promise.all([
      factsIn(tx, program, reach, question),
      countFacts(tx, program, reach, question),
    ]);
    return { ...page, ...counted };
  });
}

/** All of these rows, in steps: the same as on the pages. */
export async function* exportFacts(viewer: Viewer, question: Asking): AsyncGenerator<FactRow[]> {
  for (let after: Place | null = null; ; ) {
    const step: Asking = { ...question, limit: 5_000, after };
    const { rows, next }: FactPage = await asked(viewer, step, (tx, program, reach) =>
      factsIn(tx, program, reach, step),
    );
    yield rows;
    after = readPlace(next);
    if (!after) return;
  }
}

const asked = <T>(viewer: Viewer, question: Asking, work: (tx: Tx, program: Program, reach: Reach) => Promise<T>) =>
  withViewer(viewer, async (tx) => {
    const { component, leftOut } = question;
    if (viewer.kind === "partner" && leftOut && !reasonsFor(component, "own").includes(leftOut))
      throw new NotFound("These rows");
    const program = await readProgram(tx);
    return work(tx, program, await booked(tx, reachOf(viewer, program, question.partnerId), question.book));
  });

/** `listFacts` for a known program and reach, inside the caller's transaction. */
export async function factsIn(tx: Tx, program: Program, reach: Reach, question: FactQuestion): Promise<FactPage> {
  const { after = null, limit = rowsPerPage } = question;
  const edge = after
    ? sql`where c.at < ${after.day}::date or (c.at = ${after.day}::date and c.ref_id >= ${after.id}::uuid)`
    : sql``;
  const rows = await tx.execute<FactRow>(sql`
    select c.ref, c.ref_id as "refId", c.day::text, c.value::text, c.partner_id as "partnerId", np.name as partner,
      c.deal_id as "dealId", nd.name as deal, na.id as "accountId", na.name as account
    from (select * from (${rowsOf(program, reach, question)}) c ${edge} ${inOrder} limit ${limit + 1} offset ${after?.skip ?? 0}) c
      left join partners np on np.id = c.partner_id left join deals nd on nd.id = c.deal_id
      left join accounts na on na.id = coalesce(nd.account_id, case when c.ref = 'account' then c.ref_id end)
    ${inOrder}`);
  const page = [...rows].slice(0, limit);
  return { rows: page, next: rows.length > limit ? placeAfter(page, after) : "" };
}

const inOrder = sql`order by c.at desc, c.ref_id, c.partner_id, c.stage, c.ref, c.value`;

/** How many rows there are of the question, and their sum. */
export async function countFacts(tx: Tx, program: Program, reach: Reach, question: FactQuestion): Promise<Counted> {
  const [row] = await tx.execute<Counted>(sql`
    select count(*)::int as count, coalesce(sum(c.value), 0)::text as sum from (${rowsOf(program, reach, question)}) c`);
  return row ?? { count: 0, sum: "0" };
}

/**
 * The rows with the value that each adds. Where a deal's money is split over its products, a row's value is rounded so
 * that all of them add up to the rounded sum.
 */
function rowsOf({ today, versions }: Program, { partners }: Reach, question: FactQuestion): SQL {
  const { of, since, pick } = componentOf(question.component);
  const component = of ?? question.component;
  const span = since ? reachingBack(question.span, since) : question.span;
  const { where, leftOut } = question;
  const own = (column: SQL) =>
    partners ? sql`((${column} = any(${sql.param(partners)}::uuid[])) /* own rows */)` : sql`true`;
  const kind = componentOf(component).kind;
  const joins = joinsFor(null, where, [component]);
  const version =
    kind === "flow"
      ? sql`v.valid_from <= coalesce(f.day, ${span.to}::date) and (v.valid_to is null or v.valid_to > coalesce(f.day, ${span.to}::date))`
      : sql`v.valid_from < ${span.to}::date and (v.valid_to is null or v.valid_to >= ${span.to}::date)`;
  const settled: typeof source = (key, days, whose, until) => source(key, days, whose, until, versions);
  const smaller = leftOut === "below_top_fifth";
  const given =
    leftOut && leftOut !== "no_rate" && !smaller ? leftOutSource(leftOut, component, span, own, today, settled) : null;
  const from = given ?? source(component, span, own, today, versions);
  const rate = leftOut === "no_rate" ? sql`f.value is null` : given ? sql`true` : sql`f.value is not null`;
  const selected = sql`select ${componentOf(component).distinct ? sql`distinct on (f.ref_id)` : sql``}
      f.ref, f.ref_id, f.day, coalesce(f.day, '-infinity') as at, f.stage, ${joins.value ?? sql`f.value`}::numeric as value, f.partner_id, f.deal_id
    from (select x.*, null::text as family from (${from}) x) f left join partner_versions v on v.partner_id = f.partner_id and ${version} ${joins.tables}
    where ${rate} and ${matches(where)}${componentOf(component).distinct ? sql` order by f.ref_id, f.partner_id` : sql``}`;
  const chosen = pick === "top_fifth" && (!leftOut || smaller) ? ofLargest(selected, smaller) : selected;
  if (!joins.value) return chosen;
  const before = sql`sum(c.value) over (${inOrder} rows between unbounded preceding and current row)`;
  return sql`select c.ref, c.ref_id, c.day, c.at, c.stage, round(${before}) - round(${before} - c.value) as value, c.partner_id, c.deal_id from (${chosen}) c`;
}

/** The rows of the partners that the figure picked, as `db/metrics/picks.ts` does, or those of the others. */
const ofLargest = (
  rows: SQL,
  others: boolean,
) => sql`select r.* from (${rows}) r where r.partner_id ${others ? sql`not in` : sql`in`} (select partner_id
  from (select partner_id, row_number() over (order by sum(value) desc, partner_id) as place, count(*) over () as partners
    from (${rows}) o group by partner_id having sum(value) > 0) t where place <= ceil(partners * 0.2))`;

type Span = { from: string; to: string };

/** The facts of a component over a span, of the partners that `own` admits. */
export function source(
  asked: ComponentKey,
  span: Span,
  own: (column: SQL) => SQL,
  today: string,
  versions: readonly ApprovedVersion[] = [],
): SQL {
  const component = componentOf(asked).of ?? asked;
  const [from, to] = [sql`${span.from}::date`, sql`${span.to}::date`];
  if (!isFactKey(component)) {
    return sql`select x.partner_id, null::date as day, x.value, case when x.ref = 'deal' then x.ref_id end as deal_id,
        null::text as stage, x.ref, x.ref_id, ${component}::text as component
      from (${windowOf(component as WindowKey, settingsFor(versions, component, span))(from, to, own)}) x`;
  }
  if (component === "open_amount" || component === "open_count")
    return sql`select x.*, ${component}::text as component from (${standing(component, to, span.to > today, own)}) x`;
  const day = (column: SQL) => sql`${column} >= ${from} and ${column} < ${to}`;
  return sql`select x.*, ${component}::text as component from (${facts[component]({ day, partner: own })}) x`;
}

/** A partner's name, for headings. Throws NotFound outside the viewer's rows. */
export async function partnerName(tx: Tx, viewer: Viewer, id: string): Promise<string> {
  const [row] = await tx.execute<{ name: string }>(
    sql`select name from partners where id = ${id}::uuid and ${scope(viewer, partnersTable)}`,
  );
  if (!row) throw new NotFound("This partner");
  return row.name;
}

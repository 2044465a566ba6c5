import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { partners as partnersTable } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { joinsFor, matches, type Where } from "./dimensions";
import { facts, isFactKey, standing, windowFacts } from "./facts";
import { booked } from "./figures";
import type { Reach } from "./measure";
import { type Program, reachOf, readProgram } from "./queries";

export const rowsPerPage = 50;

/** One counted row: what it is, where it leads, its day, and what it adds to the figure. */
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
  account: string | null;
};

export type FactQuestion = {
  component: ComponentKey;
  span: { from: string; to: string };
  where: Where;
  limit?: number;
  offset?: number;
};
export type FactList = { rows: FactRow[]; count: number; sum: string };

/** The rows that a component counts, newest first, and how many there are with their sum. A partner gets its own, whatever it asks for. */
export function listFacts(
  viewer: Viewer,
  question: FactQuestion & { partnerId?: string | null; book?: string | null },
): Promise<FactList> {
  return withViewer(viewer, async (tx) => {
    const program = await readProgram(tx);
    const reach = await booked(tx, reachOf(viewer, program, question.partnerId), question.book);
    return factsIn(tx, program, reach, question);
  });
}

/** `listFacts` for a known program and reach, inside the caller's transaction. */
export async function factsIn(
  tx: Tx,
  { today }: Program,
  { partners }: Reach,
  question: FactQuestion,
): Promise<FactList> {
  const own = (column: SQL) =>
    partners ? sql`((${column} = any(${sql.param(partners)}::uuid[])) /* own rows */)` : sql`true`;
  const counted = countedRows(question, own, today);
  const [rows, totals] = await Promise.all([
    tx.execute<FactRow>(sql`select c.ref, c.ref_id as "refId", c.day::text, round(c.value)::text as value, c.partner_id as "partnerId", np.name as partner,
        c.deal_id as "dealId", nd.name as deal, na.name as account
      from (${counted}) c left join partners np on np.id = c.partner_id left join deals nd on nd.id = c.deal_id
        left join accounts na on na.id = coalesce(nd.account_id, case when c.ref = 'account' then c.ref_id end)
      order by c.day desc nulls last, c.ref_id limit ${question.limit ?? rowsPerPage} offset ${question.offset ?? 0}`),
    tx.execute<{ count: number; sum: string }>(
      sql`select count(*)::int as count, coalesce(round(sum(c.value)), 0)::text as sum from (${counted}) c`,
    ),
  ]);
  const [total] = totals;
  return { rows: [...rows], count: total?.count ?? 0, sum: total?.sum ?? "0" };
}

function countedRows({ component, span, where }: FactQuestion, own: (column: SQL) => SQL, today: string): SQL {
  const kind = componentOf(component).kind;
  const joins = joinsFor(null, where, [component]);
  const columns = sql`f.ref, f.ref_id, f.day, ${joins.value ?? sql`f.value`} as value, f.partner_id, f.deal_id`;
  const version =
    kind === "flow"
      ? sql`v.valid_from <= f.day and (v.valid_to is null or v.valid_to > f.day)`
      : sql`v.valid_from < ${span.to}::date and (v.valid_to is null or v.valid_to >= ${span.to}::date)`;
  return sql`select ${componentOf(component).distinct ? sql`distinct on (f.ref_id)` : sql``} ${columns}
    from (select x.*, null::text as family from (${source(component, span, own, today)}) x) f left join partner_versions v on v.partner_id = f.partner_id and ${version} ${joins.tables} where ${matches(where)}`;
}

function source(
  component: ComponentKey,
  span: { from: string; to: string },
  own: (column: SQL) => SQL,
  today: string,
): SQL {
  const [from, to] = [sql`${span.from}::date`, sql`${span.to}::date`];
  if (!isFactKey(component)) {
    return sql`select x.ref, x.ref_id, null::date as day, x.value, x.partner_id, null::uuid as deal_id, null::text as stage, ${component}::text as component
      from (${windowFacts[component](from, to, own)}) x`;
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

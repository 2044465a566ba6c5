import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type Counted, type MovementKey, stalledDays } from "@/lib/home/movement";

/** Whose partners: one channel manager's book, or the whole program when null. `since` is the first day that counts. */
export type Asked = { book: string | null; since: string; today: string };

/** The partners of a book, as a condition over a column. */
export const inBook = (book: string | null, column: SQL): SQL =>
  book === null
    ? sql`${column} is not null`
    : sql`${column} = any(array(select id from partners where manager_id = ${book}::uuid and merged_into_id is null))`;

/** The last day on which anything was done about a deal: moved, written, spoken of, or its next step set. */
export const lastDone = sql`greatest(coalesce(d.last_activity_on, d.opened_on, '-infinity'), coalesce(d.opened_on, '-infinity'),
  coalesce(program_day(d.stage_since), '-infinity'))`;

/** Whether a deal `d` is stalled on a day: see `lib/home/movement.ts`. */
export const isStalled = (
  today: string,
  days: number = stalledDays,
): SQL => sql`d.outcome = 'open' and ${lastDone} < ${today}::date - ${days}::int
  and (d.next_step_on is null or d.next_step_on < ${today}::date)`;

/** The first amount of a deal, as the metric of new pipeline counts it. */
const openedAmount = sql`(select v.reported_e4 from deal_versions v where v.deal_id = d.id and v.superseded_at is null order by v.valid_from limit 1)`;
const now = sql`d.reported_e4`;
const day = (column: SQL, { since, today }: Asked) => sql`${column} >= ${since}::date and ${column} <= ${today}::date`;

/** Deals whose stage changed since then, with the stage that they stood in before. Closed stages are behind all others. */
function moved(asked: Asked, forward: boolean): SQL {
  const place = (of: SQL) => sql`case ${of}.outcome when 'open' then ${of}.position else 1000000 end`;
  const way = forward ? sql`>` : sql`<`;
  return sql`select d.id, d.partner_id, ${now} as amount_e4, program_day(d.stage_since) as on_day, was.name as was
    from (select distinct deal_id from deal_versions where superseded_at is null and from_on >= ${asked.since}::date) c
      join deals d on d.id = c.deal_id and d.outcome = 'open'
      cross join lateral (select v.stage from deal_versions v where v.deal_id = d.id and v.superseded_at is null and v.from_on < ${asked.since}::date
        order by v.valid_from desc limit 1) before
      join stages was on was.key = before.stage join stages s on s.key = d.stage
    where ${inBook(asked.book, sql`d.partner_id`)} and ${place(sql`s`)} ${way} ${place(sql`was`)}`;
}

const plain = (amount: SQL, on: SQL, where: SQL, { book }: Asked) =>
  sql`select d.id, d.partner_id, ${amount} as amount_e4, ${on} as on_day, null::text as was from deals d
    where ${inBook(book, sql`d.partner_id`)} and ${where}`;

/** The deals of one list: id, partner_id, amount_e4 (reporting currency), on_day, was (the stage before). */
export function dealsThat(key: MovementKey, asked: Asked): SQL {
  if (key === "forward" || key === "back") return moved(asked, key === "forward");
  if (key === "opened") return plain(openedAmount, sql`d.opened_on`, day(sql`d.opened_on`, asked), asked);
  if (key === "stalled") return plain(now, lastDone, isStalled(asked.today), asked);
  const outcome = key === "won" ? sql`'won'` : sql`'lost'`;
  return plain(now, sql`d.closed_on`, sql`d.outcome = ${outcome} and ${day(sql`d.closed_on`, asked)}`, asked);
}

/** Count and sum of a list: exactly the rows that `dealsThat` gives. */
export async function countThat(tx: Tx, key: MovementKey, asked: Asked): Promise<Counted> {
  const [row] =
    await tx.execute<Counted>(sql`select count(*)::int as count, coalesce(sum(amount_e4), 0)::text as "amountE4",
    count(*) filter (where amount_e4 is null)::int as missing from (${dealsThat(key, asked)}) x`);
  return row ?? { count: 0, amountE4: "0", missing: 0 };
}

export type DealLine = {
  id: string;
  name: string;
  partner: string;
  stage: string;
  was: string | null;
  amountE4: string | null;
  on: string;
  nextStep: string | null;
};

/** The deals of a list, the largest first, from `offset` on. */
export async function listThat(tx: Tx, key: MovementKey, asked: Asked, limit: number, offset = 0): Promise<DealLine[]> {
  const rows = await tx.execute<DealLine>(sql`
    with x as (select * from (${dealsThat(key, asked)}) x order by amount_e4 desc nulls last, id limit ${limit} offset ${offset})
    select d.id, d.name, p.name as partner, s.name as stage, x.was, x.amount_e4::text as "amountE4",
      x.on_day::text as on, d.next_step as "nextStep"
    from x join deals d on d.id = x.id join partners p on p.id = x.partner_id join stages s on s.key = d.stage
    order by x.amount_e4 desc nulls last, x.id`);
  return [...rows];
}

import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { partnerStandings } from "./schema";

const perStep = 500;

/**
 * What partners sourced, one row each: open deals and their amount now, the amount won in the 12 months up to `today`, and
 * the deals among these without a rate. `of` names the partner of each row.
 */
const sourced = (of: SQL, today: SQL) => sql`select count(*) filter (where d.outcome = 'open')::int as open_deals,
    coalesce(sum(d.reported_e4) filter (where d.outcome = 'open'), 0)::bigint as pipeline_e4,
    coalesce(sum(d.reported_e4) filter (where d.outcome = 'won'), 0)::bigint as won_e4,
    count(*) filter (where d.reported_e4 is null)::int as missing
  from deals d where ${of} and (d.outcome = 'open'
    or (d.outcome = 'won' and d.closed_on >= (${today} - interval '12 months')::date and d.closed_on <= ${today}))`;

/**
 * The same for every row of `chosen` (id): as kept, or from the deals for partners that changed since or were not yet
 * summed up today. Always exact.
 */
export function standingsOf(chosen: SQL, today: string): SQL {
  const fresh = (of: SQL) =>
    sql`s.partner_id = ${of} and s.as_of = ${today}::date and not exists (select 1 from metric_dirty m where m.partner_id = s.partner_id)`;
  return sql`select c.id, s.open_deals, s.pipeline_e4, s.won_e4, s.missing from ${chosen} c join partner_standings s on ${fresh(sql`c.id`)}
    union all
    select c.id, n.* from ${chosen} c cross join lateral (${sourced(sql`d.partner_id = c.id`, sql`${today}::date`)}) n
      where not exists (select 1 from partner_standings s where ${fresh(sql`c.id`)})`;
}

/** Sums up what these partners sourced, as of today. With the marks of what changed taken away in the same transaction. */
export async function keepStandings(tx: Tx, partnerIds: SQL): Promise<void> {
  await tx.execute(sql`
    insert into ${partnerStandings} (partner_id, as_of, open_deals, pipeline_e4, won_e4, missing)
    select p.id, t.today, n.* from (select program_day(now()) as today) t, unnest(${partnerIds}) p(id)
      cross join lateral (${sourced(sql`d.partner_id = p.id`, sql`t.today`)}) n
    on conflict (partner_id) do update set as_of = excluded.as_of, open_deals = excluded.open_deals,
      pipeline_e4 = excluded.pipeline_e4, won_e4 = excluded.won_e4, missing = excluded.missing`);
}

/** Sums up anew what was summed up on another day. Returns how many partners. */
export async function renewStandings(): Promise<number> {
  let made = 0;
  for (;;) {
    const step = await withWorker(async (tx) => {
      // One writer at a time, as for the monthly sums: both of their lanes.
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtextextended('metric_month', lane)) from generate_series(0, 1) lane order by lane`,
      );
      const old = await tx.execute<{ id: string }>(sql`select p.id from partners p
        where not exists (select 1 from partner_standings s where s.partner_id = p.id and s.as_of = program_day(now())) order by p.id limit ${perStep}`);
      const ids = sql`${sql.param(old.map(({ id }) => id))}::uuid[]`;
      if (old.length > 0) await keepStandings(tx, ids);
      return old.length;
    });
    made += step;
    if (step < perStep) return made;
  }
}

import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { type QualityRuleKey, qualityRuleKeys, qualityRuleOf } from "@/lib/quality/registry";
import { entityOf, find } from "./find";
import { scoreOf, weighted } from "./score";

export type Checked = { rules: number; found: number; mended: number; open: number };

/**
 * Asks every rule of all rows as of `now` (or only some), each in a transaction of its own: keeps what is found anew, ends
 * what was mended, and counts. Then the scores of the day. In two workers at once each rule is asked by one after the other.
 */
export async function checkQuality({
  now,
  only = qualityRuleKeys,
}: {
  now?: Date;
  only?: readonly QualityRuleKey[];
} = {}): Promise<Checked> {
  const done: Checked = { rules: only.length, found: 0, mended: 0, open: 0 };
  for (const rule of only) {
    const { found, mended, open } = await withWorker((tx) => checkRule(tx, rule, now));
    done.found += found;
    done.mended += mended;
    done.open += open;
  }
  await withWorker((tx) => keepScores(tx, now));
  return done;
}

const moment = (now?: Date) => sql`coalesce(${now?.toISOString() ?? null}::timestamptz, now())`;

/** One rule: findings are made what its rows say, and counted by partner and source together with the rows that it asked. */
async function checkRule(tx: Tx, key: QualityRuleKey, now?: Date) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('quality')), set_config('statement_timeout', '0', true)`);
  const entity = entityOf(key);
  const source =
    entity === null
      ? sql`(select r.*, (select b.source from import_batches b where b.id = r.subject_id) as source from rows r)`
      : sql`(select r.*, coalesce(x.source, '') as source from rows r left join (select distinct on (entity_id) entity_id, source from external_ids
          where entity = ${entity} order by entity_id, seen_at desc, source) x on x.entity_id = r.subject_id)`;
  const [settled] = await tx.execute<{ found: number; mended: number }>(sql`
    with rows as (${find[key](sql`program_day(${moment(now)})`)}),
      sourced as materialized ${source},
      failing as materialized (select * from sourced where wrong is not null),
      mended as (update quality_findings q set resolved_at = ${moment(now)} where q.rule = ${key} and q.resolved_at is null
        and not exists (select 1 from failing f where f.subject_id = q.subject_id) returning 1),
      renewed as (update quality_findings q set name = f.name, partner_id = f.partner_id, source = f.source, wrong = left(f.wrong, 500),
          accepted_at = case when q.wrong = left(f.wrong, 500) then q.accepted_at end, accepted_by_id = case when q.wrong = left(f.wrong, 500) then q.accepted_by_id end,
          accepted_why = case when q.wrong = left(f.wrong, 500) then q.accepted_why end
        from failing f where q.rule = ${key} and q.resolved_at is null and q.subject_id = f.subject_id
          and (q.name, q.partner_id, q.source, q.wrong) is distinct from (f.name, f.partner_id, f.source, left(f.wrong, 500))),
      found as (insert into quality_findings (rule, subject_type, subject_id, name, partner_id, source, wrong, seen_at)
        select ${key}, ${qualityRuleOf(key).subject}, f.subject_id, f.name, f.partner_id, f.source, left(f.wrong, 500), ${moment(now)} from failing f
        where not exists (select 1 from quality_findings q where q.rule = ${key} and q.subject_id = f.subject_id and q.resolved_at is null)
        on conflict (rule, subject_id) where resolved_at is null do nothing returning 1),
      cleared as (delete from quality_counts where rule = ${key}),
      counted as (insert into quality_counts (rule, partner_id, source, checked, failed)
        select ${key}, partner_id, source, count(*), 0 from sourced group by partner_id, source)
    select (select count(*)::int from found) as found, (select count(*)::int from mended) as mended`);
  const open = await countOpen(tx, key);
  return { found: settled?.found ?? 0, mended: settled?.mended ?? 0, open };
}

/** Counts the findings that stand into the counts, so that a figure and its rows cannot differ. Returns how many. */
async function countOpen(tx: Tx, key: QualityRuleKey): Promise<number> {
  const [row] = await tx.execute<{ open: number }>(sql`
    with open as (select partner_id, source, count(*)::int as n from quality_findings where rule = ${key} and resolved_at is null and accepted_at is null group by 1, 2),
      counted as (update quality_counts c set failed = o.n from open o where c.rule = ${key} and c.partner_id is not distinct from o.partner_id and c.source = o.source)
    select coalesce(sum(n), 0)::int as open from open`);
  return row?.open ?? 0;
}

/** The day of the program by rule and source, and the score of every partner, kept where it changed. */
async function keepScores(tx: Tx, now?: Date): Promise<void> {
  const today = sql`program_day(${moment(now)})`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('quality'))`);
  await tx.execute(sql`delete from quality_counts where not (rule = any(${sql.param(qualityRuleKeys)}::text[]))`);
  await tx.execute(sql`delete from quality_days where "on" = ${today}`);
  await tx.execute(sql`insert into quality_days ("on", rule, source, checked, failed)
    select ${today}, rule, source, sum(checked), sum(failed) from quality_counts group by rule, source`);
  await keepPartnerScores(tx, today);
}

/** The scores of all partners, or of one, from the counts. */
export async function keepPartnerScores(tx: Tx, today: ReturnType<typeof sql>, partnerId?: string): Promise<void> {
  const only = partnerId ? sql`and partner_id = ${partnerId}::uuid` : sql``;
  await tx.execute(sql`
    with summed as (select partner_id, rule, sum(checked) as checked, sum(failed) as failed from quality_counts where partner_id is not null ${only} group by 1, 2),
      scores as materialized (select partner_id, ${scoreOf(sql`s`)} as score, sum(checked)::int as checked, sum(failed)::int as failed from summed s join ${weighted} on w.rule = s.rule group by 1),
      gone as (delete from quality_partners q where not exists (select 1 from scores s where s.partner_id = q.partner_id) ${only}),
      kept as (insert into quality_partners (partner_id, score, checked, failed) select partner_id, score, checked, failed from scores
        on conflict (partner_id) do update set score = excluded.score, checked = excluded.checked, failed = excluded.failed
        where (quality_partners.score, quality_partners.checked, quality_partners.failed) <> (excluded.score, excluded.checked, excluded.failed))
    insert into quality_partner_days (partner_id, "on", score) select s.partner_id, ${today}, s.score from scores s
      where s.score is distinct from (select d.score from quality_partner_days d where d.partner_id = s.partner_id and d."on" < ${today} order by d."on" desc limit 1)
        or exists (select 1 from quality_partner_days d where d.partner_id = s.partner_id and d."on" = ${today})
      on conflict (partner_id, "on") do update set score = excluded.score`);
}

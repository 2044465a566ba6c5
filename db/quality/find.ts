import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { likelyEnough, type PairKind } from "@/lib/quality/duplicates";
import { type QualityRuleKey, qualityRuleOf } from "@/lib/quality/registry";
import { reviewDays } from "@/lib/record/contacts";

/** How late a deal may be. */
const graceDays = 7;

const partnersBut = (condition = sql`true`) =>
  sql`from partners p where p.merged_into_id is null and p.status <> 'suspended' and ${condition}`;
const contacts = sql`from people c join partners p on p.id = c.partner_id
  where c.kind = 'partner' and c.access <> 'disabled' and p.merged_into_id is null and p.status <> 'suspended'`;
const ofPartner = sql`p.id as subject_id, p.id as partner_id, p.name`;
const ofPerson = sql`c.id as subject_id, p.id as partner_id, c.name`;
const ofDeal = sql`d.id as subject_id, d.partner_id, d.name`;
const ofAccount = sql`a.id as subject_id, null::uuid as partner_id, a.name`;
const missing = (one: SQL, what: string, other: SQL, otherwise: string) =>
  sql`case when ${one} is null and ${other} is null then ${`${what} and no ${otherwise}`} when ${one} is null then ${what} when ${other} is null then ${otherwise} end`;

/** Those that are likely one with another (id, and the other's name): pairs from `likelyEnough` on, that nobody called different. */
const twins = (kind: PairKind, table: SQL) => sql`(select t.id, min(o.name) as wrong
  from (select kind, one_id as id, other_id as twin, likely, gone_at, dismissed_at from duplicate_pairs union all select kind, other_id, one_id, likely, gone_at, dismissed_at from duplicate_pairs) t
    join ${table} o on o.id = t.twin
  where t.kind = ${kind} and t.gone_at is null and t.dismissed_at is null and t.likely >= ${likelyEnough}::int group by t.id)`;

const day = (of: SQL) => sql`to_char(${of}, 'FMDD Mon YYYY')`;

/**
 * The rows that a rule asks as of `today`, each once: subject_id, partner_id, name, and as `wrong` what is wrong, null of a
 * row that passes. Everything in one statement over all rows.
 */
export const find: Record<QualityRuleKey, (today: SQL) => SQL> = {
  partner_contact:
    () => sql`select ${ofPartner}, case when n.contacts = 0 then 'none' when n.written = 0 then 'no address' end as wrong
    from partners p cross join lateral (select count(*) as contacts, count(c.email) as written from people c where c.partner_id = p.id and c.access <> 'disabled') n
    where p.merged_into_id is null and p.status <> 'suspended'`,
  partner_place: () =>
    sql`select ${ofPartner}, ${missing(sql`p.country`, "country", sql`p.region`, "region")} as wrong ${partnersBut()}`,
  partner_manager:
    () => sql`select ${ofPartner}, case when m.id is null then 'none' when m.access <> 'active' then m.name end as wrong
    from partners p left join people m on m.id = p.manager_id where p.merged_into_id is null and p.status in ('active', 'onboarding')`,
  partner_domain:
    () => sql`select ${ofPartner}, case when p.domain !~* '^([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z][a-z0-9-]*[a-z]$' then p.domain end as wrong
    ${partnersBut(sql`p.domain is not null`)}`,
  contract_agrees: (
    today,
  ) => sql`select ${ofPartner}, case when p.contract_status in ('active', 'expiring') and p.contract_ends_on < ${today} then 'running, and ended on ' || ${day(sql`p.contract_ends_on`)}
      when p.contract_status = 'expired' and p.contract_ends_on >= ${today} then 'expired, and ends on ' || ${day(sql`p.contract_ends_on`)} when p.contract_status = 'none' then 'none, and ends on ' || ${day(sql`p.contract_ends_on`)} end as wrong
    ${partnersBut(sql`p.contract_ends_on is not null`)}`,
  contact_address: () =>
    sql`select ${ofPerson}, case when c.email !~ '^[^[:space:]@,;<>]+@([^[:space:]@.,;<>]+[.])+[^[:space:]@.,;<>]{2,}$' then c.email end as wrong ${contacts} and c.email is not null`,
  contact_reviewed: (
    today,
  ) => sql`select ${ofPerson}, case when c.reviewed_on is null or c.reviewed_on < ${today} - ${reviewDays}::int then coalesce(${day(sql`c.reviewed_on`)}, 'never') end as wrong
    ${contacts}`,
  account_place: () =>
    sql`select ${ofAccount}, ${missing(sql`a.country`, "country", sql`a.industry`, "industry")} as wrong from accounts a`,
  deal_expected: () =>
    sql`select ${ofDeal}, case when d.expected_close_on is null then 'none' end as wrong from deals d where d.outcome = 'open'`,
  deal_overdue: (
    today,
  ) => sql`select ${ofDeal}, case when d.expected_close_on < ${today} - ${graceDays}::int then ${day(sql`d.expected_close_on`)} end as wrong
    from deals d where d.outcome = 'open' and d.expected_close_on is not null`,
  deal_amount: () =>
    sql`select ${ofDeal}, case when d.amount_e4 <= 0 then 'nothing' end as wrong from deals d where d.outcome = 'won'`,
  deal_rate: () => sql`select ${ofDeal}, case when d.reported_e4 is null then d.currency end as wrong from deals d`,
  deal_order:
    () => sql`select ${ofDeal}, case when d.closed_on < d.opened_on then 'on ' || ${day(sql`d.closed_on`)} || ' and was opened on ' || ${day(sql`d.opened_on`)} end as wrong
    from deals d where d.closed_on is not null and d.opened_on is not null`,
  partner_unique:
    () => sql`select ${ofPartner}, w.wrong from partners p left join ${twins("partner", sql`(select id, name from partners where merged_into_id is null)`)} w on w.id = p.id
    where p.merged_into_id is null and p.status <> 'suspended'`,
  account_unique: () =>
    sql`select ${ofAccount}, w.wrong from accounts a left join ${twins("account", sql`accounts`)} w on w.id = a.id`,
  person_unique:
    () => sql`select ${ofPerson}, w.wrong from people c join partners p on p.id = c.partner_id left join ${twins("person", sql`people`)} w on w.id = c.id
    where c.kind = 'partner' and c.access <> 'disabled' and p.merged_into_id is null and p.status <> 'suspended'`,
  feed_arrives: (
    today,
  ) => sql`select b.id as subject_id, null::uuid as partner_id, b.name, case when (${today} - b.last) > 2 * b.pause + 1 then ${day(sql`b.last`)} || ', and it sends every ' || round(b.pause)::int || ' days' end as wrong
    from (select source, (array_agg(id order by at desc))[1] as id, (array_agg(label order by at desc))[1] as name, max(at) as last, count(*) as n,
        percentile_cont(0.5) within group (order by at - before) as pause
      from (select source, id, coalesce(mapping ->> 'label', source) as label, program_day(published_at) as at, lag(program_day(published_at)) over w as before, row_number() over (partition by source order by published_at desc) as nth
        from import_batches where status = 'published' and published_at is not null window w as (partition by source order by published_at)) s where nth <= 10 group by source) b
    where b.n >= 4`,
};

/** What the sources call a rule's rows; null for what is itself of a source. */
export const entityOf = (rule: QualityRuleKey): string | null => {
  const { subject } = qualityRuleOf(rule);
  return subject === "source" ? null : subject;
};

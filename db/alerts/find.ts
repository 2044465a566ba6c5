import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { isStalled, lastDone } from "@/db/home/movement";
import type { AlertRuleKey } from "@/lib/alerts/registry";
import type { Chosen } from "@/lib/alerts/rule";
import { revenueSwings } from "./find-swings";
import { endangeredTargets } from "./find-targets";

/** As of when a rule is asked, with its numbers. `today` is the program's day. */
export type Asked = { now: Date; today: string; currency: string; chosen: Chosen };
type Find = (tx: Tx, asked: Asked) => SQL | Promise<SQL>;

const most = 5;
/** The partners that are looked after: not merged away, not suspended. */
const looked = sql`p.merged_into_id is null and p.status <> 'suspended'`;
const at = (now: Date) => sql`${now.toISOString()}::timestamptz`;

/**
 * What holds of each rule as of a moment: subject_id, partner_id, name and figures, each subject once. Everything in one
 * statement over all partners.
 */
export const find: Record<AlertRuleKey, Find> = {
  stalled_deals: (_, { today, chosen, currency }) => sql`
    select p.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('deals', s.deals, 'amount', s.amount, 'currency', ${currency}::text,
      'since', s.since, 'days', ${chosen.days}::int, 'rows', s.shown) as figures
    from (select d.partner_id, count(*)::int as deals, round(coalesce(sum(d.reported_e4), 0) / 10000) as amount, min(d.since) as since,
        jsonb_agg(jsonb_build_object('kind', 'deal', 'id', d.id, 'name', d.name, 'says', 'Since ' || to_char(d.since, 'FMDD Mon YYYY')) order by d.place) filter (where d.place <= ${most}::int) as shown
      from (select d.id, d.name, d.partner_id, d.reported_e4, d.since, row_number() over (partition by d.partner_id order by d.reported_e4 desc nulls last, d.id) as place
        from (select d.*, ${lastDone} as since from deals d where d.partner_id is not null and ${isStalled(today, chosen.days)}) d) d group by 1) s
      join partners p on p.id = s.partner_id where ${looked}`,
  certification_expiring: (_, { today, chosen }) => sql`
    select c.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('certification', c.name, 'person', h.name, 'on', c.expires_on, 'left', c.expires_on - ${today}::date) as figures
    from certifications c join partners p on p.id = c.partner_id left join people h on h.id = c.person_id
    where c.expires_on between ${today}::date and ${today}::date + ${chosen.days}::int and ${looked}
      and not exists (select 1 from certifications n where n.partner_id = c.partner_id and n.name = c.name and n.person_id is not distinct from c.person_id
        and (n.expires_on is null or n.expires_on > c.expires_on))`,
  contract_ending: (_, { today, chosen }) => sql`
    select p.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('on', p.contract_ends_on, 'left', p.contract_ends_on - ${today}::date) as figures
    from partners p where p.contract_ends_on between ${today}::date - 90 and ${today}::date + ${chosen.days}::int and p.contract_status <> 'none' and ${looked}`,
  protection_ending: (_, { today, chosen }) => sql`
    select r.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('customer', r.customer_name, 'on', r.protected_until, 'left', r.protected_until - ${today}::date,
      'rows', jsonb_build_array(jsonb_build_object('kind', 'registration', 'id', r.id, 'name', r.customer_name, 'says', 'Registration #' || r.number))) as figures
    from registrations r join partners p on p.id = r.partner_id left join deals d on d.id = r.deal_id
    where r.status = 'approved' and r.protected_until between ${today}::date and ${today}::date + ${chosen.days}::int and coalesce(d.outcome, 'open') = 'open' and ${looked}`,
  target_endangered: endangeredTargets,
  revenue_swing: (_, asked) => revenueSwings(asked),
  approval_rate_drop: (_, { today, chosen }) => sql`
    select p.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('approved', x.a, 'decided', x.n, 'rate', round(x.a::numeric / x.n, 4), 'before', round(x.b::numeric / x.m, 4), 'decidedBefore', x.m,
      'rows', jsonb_build_array(jsonb_build_object('kind', 'metric', 'id', format('approval_rate?partner=%s&from=%s&to=%s', p.id, ${today}::date - 89, ${today}::date + 1), 'name', 'Approval rate', 'says', 'The last 90 days'))) as figures
    from (select r.partner_id, count(*) filter (where r.decided_on > ${today}::date - 90 and r.decision = 'approved') as a, count(*) filter (where r.decided_on > ${today}::date - 90) as n,
        count(*) filter (where r.decided_on <= ${today}::date - 90 and r.decision = 'approved') as b, count(*) filter (where r.decided_on <= ${today}::date - 90) as m
      from registrations r where r.decided_on > ${today}::date - 455 and r.decided_on <= ${today}::date group by 1) x join partners p on p.id = x.partner_id
    where x.n >= ${chosen.decisions}::int and x.m >= ${chosen.decisions}::int and ${looked}
      and x.b::float8 / x.m - x.a::float8 / x.n >= ${chosen.points}::int / 100.0
      and x.b::float8 / x.m - x.a::float8 / x.n > 2 * sqrt((x.a + x.b)::float8 / (x.n + x.m) * (1 - (x.a + x.b)::float8 / (x.n + x.m)) * (1.0 / x.n + 1.0 / x.m))`,
  contacts_stale: (_, { today, chosen }) => sql`
    select p.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('contacts', c.contacts, 'last', c.last, 'ago', ${today}::date - c.last,
      'rows', jsonb_build_array(jsonb_build_object('kind', 'contacts', 'id', p.id, 'name', 'Contacts of ' || p.name, 'says', 'To be reviewed'))) as figures
    from (select partner_id, count(*)::int as contacts, max(reviewed_on) as last from people where kind = 'partner' and access <> 'disabled' group by 1) c join partners p on p.id = c.partner_id
    where (c.last is null or c.last < ${today}::date - ${chosen.days}::int) and p.status in ('active', 'onboarding') and ${looked}`,
  data_quality: (_, { chosen }) => sql`
    select p.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('score', q.score, 'checked', q.checked, 'failed', q.failed,
      'rows', jsonb_build_array(jsonb_build_object('kind', 'quality', 'id', p.id, 'name', 'What is to be mended', 'says', q.failed || ' rows'))) as figures
    from quality_partners q join partners p on p.id = q.partner_id where q.score < ${chosen.score}::int * 100 and q.failed >= ${chosen.rows}::int and ${looked}`,
  approval_late: (_, { now, chosen }) => sql`
    select w.id as subject_id, p.id as partner_id, p.name, jsonb_build_object('customer', w.customer_name, 'extension', w.extension, 'due', w.due_at,
      'late', floor(extract(epoch from ${at(now)} - w.due_at) / 3600)::int,
      'rows', jsonb_build_array(jsonb_build_object('kind', 'registration', 'id', w.id, 'name', w.customer_name, 'says', 'Registration #' || w.number))) as figures
    from (select r.id, r.partner_id, r.customer_name, r.number, r.due_at, false as extension from registrations r where r.status = 'submitted' and r.due_at is not null
      union all
      select r.id, r.partner_id, r.customer_name, r.number, e.requested_at + s.decision_hours * interval '1 hour', true from registration_extensions e
        join registrations r on r.id = e.registration_id and r.status = 'approved' cross join settings s where e.status = 'requested') w
      join partners p on p.id = w.partner_id
    where w.due_at < ${at(now)} - ${chosen.hours}::int * interval '1 hour' and p.merged_into_id is null`,
  import_failed: (_, { now, chosen }) => sql`
    select b.id as subject_id, null::uuid as partner_id, coalesce(m.label, b.source) as name, jsonb_build_object('source', coalesce(m.label, b.source), 'failed', b.status = 'failed', 'held', b.held is not null and b.released_at is null,
      'error', left(b.error, 200), 'quarantined', coalesce((b.counts ->> 'quarantined')::int, 0),
      'rows', jsonb_build_array(jsonb_build_object('kind', 'import', 'id', b.id, 'name', coalesce(m.label, b.source), 'says', 'Import of ' || to_char(b.created_at, 'FMDD Mon YYYY')))) as figures
    from import_batches b left join import_mappings m on m.source = b.source
    where b.created_at > ${at(now)} - interval '14 days' and b.created_at <= ${at(now)}
      and (b.status = 'failed' or (b.status = 'checked' and b.held is not null and b.released_at is null) or (b.status = 'checked' and b.created_at < ${at(now)} - ${chosen.hours}::int * interval '1 hour'))
      and not exists (select 1 from import_batches n where n.source = b.source and n.created_at > b.created_at and n.status = 'published')`,
};

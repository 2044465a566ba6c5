import "server-only";
import { sql } from "drizzle-orm";
import { verifyAudit } from "./audit/chain";
import { type Tx, withWorker } from "./client";
import { checkRollups } from "./metrics/rollup";

export type Check = { name: string; problems: string[] };

/**
 * Checks the walls between partners and that everything derived equals what it is derived from. Reads only. Returns each
 * check with what differs, at most 1000 lines each; no lines mean that it holds.
 */
export async function checkDatabase(): Promise<Check[]> {
  const { differences } = await checkRollups();
  const sums = differences.map(
    (d) => `partner ${d.partnerId}, ${d.component}, ${d.month}: ${d.kept} is kept, ${d.rows} it is`,
  );
  return withWorker(async (tx) => [
    { name: "every table has forced row-level security and policies", problems: await tablesWithoutWalls(tx) },
    { name: "the roles of web and worker cannot pass row-level security", problems: await rolesTooStrong(tx) },
    { name: "no view or unlisted routine goes around the walls", problems: await waysAround(tx) },
    { name: "each deal is what its versions say", problems: await dealsThatDiffer(tx) },
    { name: "versions of a deal follow each other without gap", problems: await versionsOutOfOrder(tx) },
    { name: "each deal's partner is its sourcing partner", problems: await partnersThatDiffer(tx) },
    { name: "what lists are read from is what the deals say", problems: await listedThatDiffer(tx) },
    { name: "each partner is what its latest version says", problems: await partnerVersionsThatDiffer(tx) },
    { name: "reported amounts are those of the day's rates", problems: await amountsThatDiffer(tx) },
    { name: "monthly sums are those of the rows", problems: sums },
    { name: "the audit log is what was sealed", problems: (await verifyAudit(tx)).problems },
  ]);
}

async function lines(tx: Tx, query: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.execute<{ problem: string }>(query);
  return rows.map((row) => row.problem);
}

const listedThatDiffer = (tx: Tx) =>
  lines(
    tx,
    sql`with source as (select d.id as deal_id, p.partner_id, p.role, d.outcome, d.stage, d.accepted, d.opened_on, d.closed_on, d.expected_close_on, d.reported_e4,
          lower(left(d.name, 200)), lower(left(a.name, 200)), left(a.industry, 100)
        from deal_partners p join deals d on d.id = p.deal_id left join accounts a on a.id = d.account_id)
      select 'deal ' || deal_id || ', partner ' || partner_id || ': its row in partner_deals differs or is missing' as problem
        from ((table source except table partner_deals) union all (table partner_deals except table source)) differing
      union all
      select 'deal ' || d.id || ' names another account' from deals d left join accounts a on a.id = d.account_id where d.account_name is distinct from a.name
      limit 1000`,
  );

const tablesWithoutWalls = (tx: Tx) =>
  lines(
    tx,
    sql`select relname || ': ' || case when not relrowsecurity then 'row-level security is off'
        when not relforcerowsecurity then 'row-level security is not forced' else 'no policy' end as problem
      from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and (not relrowsecurity or not relforcerowsecurity or not exists (select 1 from pg_policy p where p.polrelid = c.oid))
      order by 1`,
  );

const rolesTooStrong = (tx: Tx) =>
  lines(
    tx,
    sql`select rolname || ' is superuser or passes row-level security' as problem from pg_roles
        where rolname like 'portal\\_%' and rolname not in ('portal_admin') and (rolsuper or rolbypassrls)
      union all
      select m.rolname || ' is a member of ' || g.rolname
        from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
        where m.rolname in ('portal_web', 'portal_worker', 'portal_partner', 'portal_staff', 'portal_auth')
          and not (m.rolname = 'portal_web' and g.rolname in ('portal_partner', 'portal_staff', 'portal_auth'))
      union all
      select 'portal_web inherits the rights of its roles' from pg_roles where rolname = 'portal_web' and rolinherit
      order by 1`,
  );

const waysAround = (tx: Tx) =>
  lines(
    tx,
    sql`select relname || ' is a view that shows rows with its owner''s rights' as problem from pg_class
        where relnamespace = 'public'::regnamespace and (relkind = 'm' or
          (relkind = 'v' and not coalesce(reloptions @> array['security_invoker=true'], false)))
      union all
      select proname || ' runs with its owner''s rights and has no fixed search path' from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef
          and not exists (select 1 from unnest(coalesce(proconfig, '{}')) c where c like 'search_path=%')
      order by 1`,
  );

const dealsThatDiffer = (tx: Tx) =>
  lines(
    tx,
    sql`with held as (
        select v.*, s.outcome, row_number() over w as n, count(*) over (partition by deal_id) as last_n,
          lag(v.stage) over w as stage_before, lag(s.outcome) over w as outcome_before
        from deal_versions v join stages s on s.key = v.stage where v.superseded_at is null
        window w as (partition by deal_id order by valid_from)
      ), state as (
        select deal_id,
          max(stage) filter (where n = last_n) as stage, max(outcome) filter (where n = last_n) as outcome,
          max(amount_e4) filter (where n = last_n) as amount_e4, max(currency) filter (where n = last_n) as currency,
          nullif(min(from_on), '-infinity') as opened_on,
          nullif(max(valid_from) filter (where stage is distinct from stage_before), '-infinity') as stage_since,
          nullif(max(from_on) filter (where outcome is distinct from outcome_before), '-infinity') as outcome_on
        from held group by deal_id
      )
      select format('deal %s (%s): is %s', d.id, d.name, (d.stage, d.outcome, d.amount_e4, d.currency, d.opened_on, d.closed_on)) as problem
      from deals d left join state s on s.deal_id = d.id
      where s.deal_id is null
        or (d.stage, d.outcome, d.amount_e4, d.currency, d.opened_on, d.stage_since, d.closed_on) is distinct from
           (s.stage, s.outcome, s.amount_e4, s.currency, s.opened_on, s.stage_since, case when s.outcome <> 'open' then s.outcome_on end)
      limit 1000`,
  );

const versionsOutOfOrder = (tx: Tx) =>
  lines(
    tx,
    sql`select format('deal %s: the version of %s ends %s', deal_id, valid_from, coalesce(valid_to::text, 'never')) as problem
      from (select deal_id, valid_from, valid_to, lead(valid_from) over (partition by deal_id order by valid_from) as next_from
            from deal_versions where superseded_at is null) v
      where valid_to is distinct from next_from limit 1000`,
  );

const partnersThatDiffer = (tx: Tx) =>
  lines(
    tx,
    sql`select format('deal %s (%s)', d.id, d.name) as problem
      from deals d left join deal_partners p on p.deal_id = d.id and p.role = 'sourcing'
      where d.partner_id is distinct from p.partner_id limit 1000`,
  );

const partnerVersionsThatDiffer = (tx: Tx) =>
  lines(
    tx,
    sql`select format('partner %s (%s)', p.id, p.name) as problem
      from partners p left join partner_versions v on v.partner_id = p.id and v.valid_to is null
      where v.id is null or (p.type, p.tier, p.status, p.country, p.region, p.segment, p.importance, p.contract_status) is distinct from
        (v.type, v.tier, v.status, v.country, v.region, v.segment, v.importance, v.contract_status) limit 1000`,
  );

const amountsThatDiffer = (tx: Tx) =>
  lines(
    tx,
    sql`select 'deal ' || id as problem from deals where outcome <> 'open'
          and reported_e4 is distinct from to_reporting(amount_e4, currency, closed_on)
      union all select 'revenue line ' || id from revenue_lines
        where reported_e4 is distinct from to_reporting(amount_e4, currency, invoiced_on)
      union all select 'cost ' || id from channel_costs
        where reported_e4 is distinct from to_reporting(amount_e4, currency, spent_on)
      union all select 'grant ' || id from incentive_grants
        where reported_e4 is distinct from to_reporting(amount_e4, currency, granted_on)
      union all select 'use of a grant ' || id from incentive_uses
        where reported_e4 is distinct from to_reporting(amount_e4, currency, used_on)
      limit 1000`,
  );

import { type SQL, sql } from "drizzle-orm";
import type { ComponentKey } from "@/lib/metrics/components";
import { serviceFacts } from "./service-facts";

/** What a fact query is narrowed to: conditions over its day and its partner. */
export type Narrow = { day: (day: SQL) => SQL; partner: (partner: SQL) => SQL };

export type Facts = (n: Narrow) => SQL;

const partner = sql`dp.partner_id`;

/** Facts over the deals of a partner: which part it has in them, the day, the value, and which deals count. */
export type DealFacts = { role: SQL; day: SQL; value: SQL; where: SQL };

function dealFacts({ role, day, value, where }: DealFacts): Facts {
  return (
    n,
  ) => sql`select dp.partner_id, ${day} as day, ${value} as value, d.id as deal_id, d.stage, 'deal' as ref, d.id as ref_id
    from deals d join deal_partners dp on dp.deal_id = d.id
    where dp.role = ${role} and ${where} and ${n.day(day)} and ${n.partner(partner)}`;
}

const sourcing = sql`'sourcing'`;
const closed = sql`d.closed_on`;
const won = sql`d.outcome = 'won'`;
const started = sql`coalesce(d.registered_on, d.opened_on)`;
const wonAndTimed = sql`d.outcome = 'won' and ${started} is not null`;

function registrationFacts(day: SQL, where: SQL): Facts {
  return (
    n,
  ) => sql`select r.partner_id, ${day} as day, 1 as value, r.deal_id, null as stage, 'registration' as ref, r.id as ref_id
    from registrations r where ${where} and ${n.day(day)} and ${n.partner(sql`r.partner_id`)}`;
}

function revenueFacts(kinds: SQL): Facts {
  return (
    n,
  ) => sql`select r.partner_id, r.invoiced_on as day, r.reported_e4 as value, r.deal_id, null as stage, 'revenue' as ref, r.id as ref_id
    from revenue_lines r where r.kind in (${kinds}) and ${n.day(sql`r.invoiced_on`)} and ${n.partner(sql`r.partner_id`)}`;
}

/** An open deal adds its amount on the day a version begins and takes it away on the day that version ends. */
function stockFacts(value: SQL): Facts {
  const side = (
    day: SQL,
    sign: SQL,
    n: Narrow,
  ) => sql`select dp.partner_id, ${day} as day, ${sign} * ${value} as value, v.deal_id, v.stage, 'deal' as ref, v.deal_id as ref_id
    from deal_versions v join stages s on s.key = v.stage and s.outcome = 'open'
      join deal_partners dp on dp.deal_id = v.deal_id and dp.role = 'sourcing'
    where v.superseded_at is null and ${day} is not null and ${n.day(day)} and ${n.partner(partner)}`;
  return (n) => sql`${side(sql`v.from_on`, sql`1`, n)} union all ${side(sql`v.to_on`, sql`-1`, n)}`;
}

/** Stays of sourced deals in a stage: entered, left, and whether the deal later stood in a later stage or was won. */
function stageFacts(day: SQL, changed: SQL, value: SQL, where: SQL): Facts {
  return (
    n,
  ) => sql`select y.partner_id, ${day} as day, ${value} as value, y.deal_id, y.stage, 'deal' as ref, y.deal_id as ref_id
    from (
      select x.partner_id, x.deal_id, x.stage, x.position, min(x.from_on) as entered_on,
        case when bool_or(x.to_on is null) then null else max(x.to_on) end as left_on,
        exists (select 1 from deal_versions f join stages fs on fs.key = f.stage where f.deal_id = x.deal_id and f.superseded_at is null
          and f.valid_from > min(x.valid_from) and fs.outcome <> 'lost' and fs.position > x.position) as advanced
      from (
        select dp.partner_id, v.deal_id, v.stage, s.outcome, s.position, v.valid_from, v.from_on, v.to_on,
          row_number() over (partition by v.deal_id order by v.valid_from) - row_number() over (partition by v.deal_id, v.stage order by v.valid_from) as stay
        from deal_versions v join stages s on s.key = v.stage
          join deal_partners dp on dp.deal_id = v.deal_id and dp.role = 'sourcing'
        where v.superseded_at is null and ${n.partner(partner)}
          and v.deal_id in (select c.deal_id from deal_versions c where c.superseded_at is null and ${n.day(changed)})
      ) x where x.outcome = 'open' group by x.partner_id, x.deal_id, x.stage, x.position, x.stay
    ) y where ${where} and ${n.day(day)}`;
}

/** The first amount of a deal, in the reporting currency. */
const openedAmount = sql`(select v.reported_e4 from deal_versions v where v.deal_id = d.id and v.superseded_at is null order by v.valid_from limit 1)`;

/** Whether a deal's partner held a certification when it opened. */
const certified = (
  is: SQL,
) => sql`d.accepted and d.opened_on is not null and ${is} exists (select 1 from certifications c where c.partner_id = dp.partner_id
  and coalesce(c.issued_on, '-infinity') <= d.opened_on and coalesce(c.expires_on, 'infinity') > d.opened_on)`;
const soldMore = sql`exists (select 1 from revenue_lines r where r.deal_id = d.id and r.kind in ('upsell', 'cross_sell') and r.partner_id = dp.partner_id)`;

const closing = { role: sourcing, day: closed } as const;
const opening = { role: sourcing, day: sql`d.opened_on` } as const;
const influencing = sql`'influencing'`;

/** The kept sums over deals, in passes: what one reading of the deals by the same part and day can sum at once. */
export const dealPasses = {
  closed: {
    won_amount: { ...closing, value: sql`d.reported_e4`, where: won },
    won_count: { ...closing, value: sql`1`, where: won },
    accepted_won: { ...closing, value: sql`1`, where: sql`d.outcome = 'won' and d.accepted` },
    accepted_lost: { ...closing, value: sql`1`, where: sql`d.outcome = 'lost' and d.accepted` },
    cycle_days: { ...closing, value: sql`(d.closed_on - ${started})`, where: wonAndTimed },
    cycle_count: { ...closing, value: sql`1`, where: wonAndTimed },
    cross_sold: { ...closing, value: sql`1`, where: sql`d.outcome = 'won' and ${soldMore}` },
    certified_won: { ...closing, value: sql`1`, where: sql`d.outcome = 'won' and ${certified(sql``)}` },
    certified_lost: { ...closing, value: sql`1`, where: sql`d.outcome = 'lost' and ${certified(sql``)}` },
    uncertified_won: { ...closing, value: sql`1`, where: sql`d.outcome = 'won' and ${certified(sql`not`)}` },
    uncertified_lost: { ...closing, value: sql`1`, where: sql`d.outcome = 'lost' and ${certified(sql`not`)}` },
  },
  opened: {
    opened_amount: { ...opening, value: openedAmount, where: sql`d.opened_on is not null` },
    opened_count: { ...opening, value: sql`1`, where: sql`d.opened_on is not null` },
  },
  influenced: {
    influenced_amount: { role: influencing, day: closed, value: sql`d.reported_e4`, where: won },
  },
} as const satisfies Record<string, Partial<Record<ComponentKey, DealFacts>>>;

/** Every flow and stock component as a query of facts: partner_id, day, value, deal_id, stage, ref, ref_id. Values of money are E4 in the reporting currency, null without a rate. */
export const facts = {
  won_amount: dealFacts(dealPasses.closed.won_amount),
  won_count: dealFacts(dealPasses.closed.won_count),
  accepted_won: dealFacts(dealPasses.closed.accepted_won),
  accepted_lost: dealFacts(dealPasses.closed.accepted_lost),
  cycle_days: dealFacts(dealPasses.closed.cycle_days),
  cycle_count: dealFacts(dealPasses.closed.cycle_count),
  cross_sold: dealFacts(dealPasses.closed.cross_sold),
  certified_won: dealFacts(dealPasses.closed.certified_won),
  certified_lost: dealFacts(dealPasses.closed.certified_lost),
  uncertified_won: dealFacts(dealPasses.closed.uncertified_won),
  uncertified_lost: dealFacts(dealPasses.closed.uncertified_lost),
  influenced_amount: dealFacts(dealPasses.influenced.influenced_amount),
  influenced_unsourced: dealFacts({
    role: influencing,
    day: closed,
    value: sql`d.reported_e4`,
    where: sql`d.outcome = 'won' and not exists (select 1 from deal_partners s where s.deal_id = d.id and s.role = 'sourcing')`,
  }),
  all_won_amount: (
    n,
  ) => sql`select dp.partner_id, d.closed_on as day, d.reported_e4 as value, d.id as deal_id, d.stage, 'deal' as ref, d.id as ref_id
    from deals d left join deal_partners dp on dp.deal_id = d.id and dp.role = 'sourcing'
    where d.outcome = 'won' and ${n.day(closed)} and ${n.partner(partner)}`,
  opened_amount: dealFacts(dealPasses.opened.opened_amount),
  opened_count: dealFacts(dealPasses.opened.opened_count),
  registered: registrationFacts(sql`r.submitted_on`, sql`r.submitted_on is not null`),
  approved: registrationFacts(sql`r.decided_on`, sql`r.decision = 'approved'`),
  rejected: registrationFacts(sql`r.decided_on`, sql`r.decision = 'rejected'`),
  renewal_amount: revenueFacts(sql`'renewal'`),
  expansion_amount: revenueFacts(sql`'upsell', 'cross_sell'`),
  expected_amount: (
    n,
  ) => sql`select dp.partner_id, d.expected_close_on as day, round(d.reported_e4 * s.probability_bp / 10000.0) as value,
      d.id as deal_id, d.stage, 'deal' as ref, d.id as ref_id
    from deals d join stages s on s.key = d.stage join deal_partners dp on dp.deal_id = d.id and dp.role = 'sourcing'
    where d.outcome = 'open' and d.expected_close_on is not null and ${n.day(sql`d.expected_close_on`)} and ${n.partner(partner)}`,
  stage_entered: stageFacts(sql`y.entered_on`, sql`c.from_on`, sql`1`, sql`true`),
  stage_advanced: stageFacts(sql`y.entered_on`, sql`c.from_on`, sql`1`, sql`y.advanced`),
  stage_days: stageFacts(
    sql`y.left_on`,
    sql`c.to_on`,
    sql`(y.left_on - y.entered_on)`,
    sql`y.left_on is not null and y.entered_on > '-infinity'`,
  ),
  stage_stays: stageFacts(
    sql`y.left_on`,
    sql`c.to_on`,
    sql`1`,
    sql`y.left_on is not null and y.entered_on > '-infinity'`,
  ),
  open_amount: stockFacts(sql`v.reported_e4`),
  open_count: stockFacts(sql`1`),
  ...serviceFacts,
} as const satisfies Partial<Record<ComponentKey, Facts>>;

export type FactKey = keyof typeof facts;

export const isFactKey = (key: ComponentKey): key is FactKey => Object.hasOwn(facts, key);

/**
 * What stands open before a day, deal by deal, with the stage it stands in: for a day to come, the deals as they are; for a
 * past one, the versions that held. The same sum as the changes up to that day, from fewer rows.
 */
export function standing(key: "open_amount" | "open_count", to: SQL, toCome: boolean, own: (column: SQL) => SQL): SQL {
  const value = (of: SQL) => (key === "open_amount" ? sql`${of}.reported_e4` : sql`1`);
  if (toCome)
    return sql`select dp.partner_id, coalesce(d.opened_on, '-infinity') as day, ${value(sql`d`)} as value, d.id as deal_id, d.stage, 'deal' as ref, d.id as ref_id
      from deals d join deal_partners dp on dp.deal_id = d.id and dp.role = 'sourcing' where d.outcome = 'open' and ${own(partner)}`;
  return sql`select dp.partner_id, v.from_on as day, ${value(sql`v`)} as value, v.deal_id, v.stage, 'deal' as ref, v.deal_id as ref_id
    from deal_versions v join stages s on s.key = v.stage and s.outcome = 'open'
      join deal_partners dp on dp.deal_id = v.deal_id and dp.role = 'sourcing'
    where v.superseded_at is null and v.from_on < ${to} and (v.to_on is null or v.to_on >= ${to}) and ${own(partner)}`;
}

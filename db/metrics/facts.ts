import { type SQL, sql } from "drizzle-orm";
import type { ComponentKey } from "@/lib/metrics/components";
import { splitByMonth } from "@/lib/period";

/** What a fact query is narrowed to: conditions over its day and its partner. */
export type Narrow = { day: (day: SQL) => SQL; partner: (partner: SQL) => SQL };

type Facts = (n: Narrow) => SQL;

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
        select dp.partner_id, v.deal_id, v.stage, s.position, v.valid_from, v.from_on, v.to_on,
          row_number() over (partition by v.deal_id order by v.valid_from) - row_number() over (partition by v.deal_id, v.stage order by v.valid_from) as stay
        from deal_versions v join stages s on s.key = v.stage and s.outcome = 'open'
          join deal_partners dp on dp.deal_id = v.deal_id and dp.role = 'sourcing'
        where v.superseded_at is null and ${n.partner(partner)}
          and v.deal_id in (select c.deal_id from deal_versions c where c.superseded_at is null and ${n.day(changed)})
      ) x group by x.partner_id, x.deal_id, x.stage, x.position, x.stay
    ) y where ${where} and ${n.day(day)}`;
}

/** The first amount of a deal, in the reporting currency. */
const openedAmount = sql`(select v.reported_e4 from deal_versions v where v.deal_id = d.id and v.superseded_at is null order by v.valid_from limit 1)`;

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
  channel_cost: (
    n,
  ) => sql`select c.partner_id, c.spent_on as day, c.reported_e4 as value, null::uuid as deal_id, null as stage, 'cost' as ref, c.id as ref_id
    from channel_costs c where ${n.day(sql`c.spent_on`)} and ${n.partner(sql`c.partner_id`)}`,
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

/** One number per partner for the span [f, t): partner_id, value, ref, ref_id. */
export const windowFacts: Record<
  Exclude<ComponentKey, FactKey>,
  (f: SQL, t: SQL, partner: (column: SQL) => SQL) => SQL
> = {
  enrolled: (_f, t, own) => enrolledAs(t, own, sql`true`),
  active_enrolled: (f, t, own) =>
    enrolledAs(
      t,
      own,
      sql`(exists (select 1 from registrations r where r.partner_id = p.id and r.submitted_on >= ${f} and r.submitted_on < ${t})
        or exists (select 1 from training_assignments a where a.partner_id = p.id and a.completed_on >= ${f} and a.completed_on < ${t})
        or exists (select 1 from deal_partners dp join deals d on d.id = dp.deal_id where dp.partner_id = p.id and dp.role = 'sourcing' and d.opened_on >= ${f} and d.opened_on < ${t}))`,
    ),
  adopting: (f, t, own) =>
    enrolledAs(
      t,
      own,
      sql`exists (select 1 from visits seen where seen.partner_id = p.id and seen."on" >= ${f} and seen."on" < ${t} group by seen.person_id having count(*) >= 2)`,
    ),
  active_status: (_f, t, own) => withStatus(t, own, sql`v.status = 'active'`, sql`true`),
  certified_status: (_f, t, own) =>
    withStatus(
      t,
      own,
      sql`v.status = 'active'`,
      sql`exists (select 1 from certifications c where c.partner_id = p.id and (c.issued_on is null or c.issued_on < ${t}) and (c.expires_on is null or c.expires_on >= ${t}))`,
    ),
  training_done: (f, t, own) => training(own, sql`a.completed_on >= ${f} and a.completed_on < ${t}`),
  training_due: (f, t, own) =>
    training(
      own,
      sql`((a.due_on >= ${f} and a.due_on < ${t} and (a.completed_on is null or a.completed_on >= ${f})) or (a.completed_on >= ${f} and a.completed_on < ${t}))`,
    ),
  customers_before: (f, _t, own) => customers(f, own, sql`true`),
  customers_kept: (f, t, own) =>
    customers(
      f,
      own,
      sql`exists (select 1 from subscriptions k where k.partner_id = s.partner_id and k.account_id = s.account_id and k.started_on < ${t} and (k.ended_on is null or k.ended_on >= ${t}))`,
    ),
};

/**
 * `active_enrolled` of a whole program: who was active is read as a set, from the monthly sums for whole months of unmarked
 * partners and from the rows for the rest. For staff: partners may not read who sourced a deal.
 */
export function activeInProgram(span: { from: string; to: string }, dirty: string[]): SQL {
  const { head, months, tail } = splitByMonth(span.from, span.to);
  const marked = sql`${sql.param(dirty)}::uuid[]`;
  const rows = ([from, to]: [string, string], narrower: (column: SQL) => SQL) => sql`
    union all select partner_id from registrations where submitted_on >= ${from}::date and submitted_on < ${to}::date and ${narrower(sql`partner_id`)}
    union all select partner_id from deals where opened_on >= ${from}::date and opened_on < ${to}::date and ${narrower(sql`partner_id`)}`;
  const edges = [head, tail].filter(([from, to]) => from < to).map((edge) => rows(edge, () => sql`true`));
  const active = sql`select m.partner_id from metric_month m where m.component in ('registered', 'opened_count') and m.dim = ''
      and m.month >= ${months[0]}::date and m.month < ${months[1]}::date and m.partner_id <> all(${marked})
    union all select partner_id from training_assignments where completed_on >= ${span.from}::date and completed_on < ${span.to}::date
    ${sql.join(edges, sql` `)}
    ${dirty.length ? rows([span.from, span.to], (column) => sql`${column} = any(${marked})`) : sql``}`;
  return enrolledAs(sql`${span.to}::date`, () => sql`true`, sql`p.id in (${active})`);
}

/** Each assignment counts once in a span: when it falls due, unless it was completed before; or when it is completed, early or late. */
function training(own: (column: SQL) => SQL, where: SQL): SQL {
  return sql`select a.partner_id, 1 as value, 'training' as ref, a.id as ref_id from training_assignments a where ${where} and ${own(sql`a.partner_id`)}`;
}

const enrolledAs = (t: SQL, own: (column: SQL) => SQL, where: SQL) =>
  withStatus(t, own, sql`v.status in ('onboarding','active','dormant')`, where);

function withStatus(t: SQL, own: (column: SQL) => SQL, status: SQL, where: SQL): SQL {
  return sql`select p.id as partner_id, 1 as value, 'partner' as ref, p.id as ref_id
    from partners p join partner_versions v on v.partner_id = p.id and v.valid_from < ${t} and (v.valid_to is null or v.valid_to >= ${t})
    where ${status} and coalesce(p.joined_on, '-infinity') < ${t} and ${own(sql`p.id`)} and ${where} and p.merged_into_id is null`;
}

function customers(at: SQL, own: (column: SQL) => SQL, where: SQL): SQL {
  return sql`select distinct s.partner_id, 1 as value, 'account' as ref, s.account_id as ref_id
    from subscriptions s where s.started_on < ${at} and (s.ended_on is null or s.ended_on >= ${at}) and ${own(sql`s.partner_id`)} and ${where}`;
}

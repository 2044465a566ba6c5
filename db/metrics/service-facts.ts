import { type SQL, sql } from "drizzle-orm";
import type { Facts } from "./facts";

/** Facts of a table `x` that has the partner, a day and an id; `ref` says what its rows are. */
type Rows = { from: SQL; ref: string; day: SQL; value?: SQL; where?: SQL; deal?: SQL };

function rowFacts({ from, ref, day, value = sql`1`, where = sql`true`, deal = sql`null::uuid` }: Rows): Facts {
  return (
    n,
  ) => sql`select x.partner_id, ${day} as day, ${value} as value, ${deal} as deal_id, null::text as stage, ${ref}::text as ref, x.id as ref_id
    from ${from} where ${where} and ${n.day(day)} and ${n.partner(sql`x.partner_id`)}`;
}

const both =
  (...parts: Facts[]): Facts =>
  (n) =>
    sql.join(
      parts.map((part) => part(n)),
      sql` union all `,
    );

const decided = {
  from: sql`registrations x`,
  ref: "registration",
  day: sql`x.decided_on`,
  deal: sql`x.deal_id`,
};
const answered = sql`x.answered_at >= x.submitted_at`;
const secondsBetween = (from: SQL, to: SQL) => sql`round(extract(epoch from ${to} - ${from}))::bigint`;

const resolved = { value: secondsBetween(sql`x.opened_at`, sql`x.resolved_at`) };
/** Questions about figures. One that its partner does not read is the program's own: staff and partner are told the same figure. */
const questions = sql`(select i.id, i.opened_at, i.resolved_at, case when i.shared then i.partner_id end as partner_id from data_issues i) x`;

const installed = { from: sql`installs x`, ref: "install", day: sql`x.installed_on` };
const observed = { from: sql`uptime_days x`, ref: "uptime", day: sql`x."on"` };
const answers = (where: SQL, value?: SQL): Facts =>
  rowFacts({ from: sql`satisfaction_answers x`, ref: "answer", day: sql`x.answered_on`, where, value });
const pulse = sql`x.kind = 'pulse'`;
const managed = sql`x.kind = 'csat' and x.partner_id is not null`;
const direct = sql`x.kind = 'csat' and x.partner_id is null`;

/** Partners that signed, with the day of their first live integration or registered deal. */
export const launched = (
  own: (column: SQL) => SQL,
) => sql`select p.id as partner_id, p.contract_signed_on as signed_on, least(
      (select min(i.live_on) from integrations i where i.partner_id = p.id),
      (select min(r.submitted_on) from registrations r where r.partner_id = p.id),
      (select min(d.registered_on) from deals d where d.partner_id = p.id)) as launched_on
    from partners p where p.contract_signed_on is not null and p.merged_into_id is null and ${own(sql`p.id`)} offset 0`;

/** A partner launches on that day, if it is after it signed. */
const launches =
  (value: SQL): Facts =>
  (n) =>
    sql`
  select x.partner_id, x.launched_on as day, ${value} as value, null::uuid as deal_id, null::text as stage, 'partner' as ref, x.partner_id as ref_id
  from (${launched(n.partner)}) x where x.launched_on >= x.signed_on and ${n.day(sql`x.launched_on`)}`;

const signings =
  (where: SQL): Facts =>
  (n) =>
    sql`
  select p.id as partner_id, p.contract_signed_on as day, 1 as value, null::uuid as deal_id, null::text as stage, 'partner' as ref, p.id as ref_id
  from partners p where p.contract_signed_on is not null and p.merged_into_id is null and ${where} and ${n.day(sql`p.contract_signed_on`)} and ${n.partner(sql`p.id`)}`;

/** Facts of a day of what stands beside deals: incentives, support, integrations, satisfaction, and how partners begin. */
export const serviceFacts = {
  channel_cost: both(
    rowFacts({ from: sql`channel_costs x`, ref: "cost", day: sql`x.spent_on`, value: sql`x.reported_e4` }),
    rowFacts({ from: sql`incentive_uses x`, ref: "use", day: sql`x.used_on`, value: sql`x.reported_e4` }),
  ),
  mdf_paid: rowFacts({
    from: sql`incentive_uses x join incentive_grants g on g.id = x.grant_id and g.kind = 'mdf'`,
    ref: "use",
    day: sql`x.used_on`,
    value: sql`x.reported_e4`,
  }),
  response_seconds: rowFacts({
    ...decided,
    where: answered,
    value: secondsBetween(sql`x.submitted_at`, sql`x.answered_at`),
  }),
  responded: rowFacts({ ...decided, where: answered }),
  responded_in_time: rowFacts({
    ...decided,
    where: sql`${answered} and x.answered_at - x.submitted_at <= make_interval(hours => (select decision_hours from settings))`,
  }),
  tickets_opened: rowFacts({ from: sql`support_tickets x`, ref: "ticket", day: sql`x.opened_on` }),
  escalations_opened: both(
    rowFacts({ from: sql`support_tickets x`, ref: "ticket", day: sql`x.opened_on` }),
    rowFacts({ from: questions, ref: "issue", day: sql`program_day(x.opened_at)` }),
  ),
  resolution_seconds: both(
    rowFacts({ ...resolved, from: sql`support_tickets x`, ref: "ticket", day: sql`x.resolved_on` }),
    rowFacts({ ...resolved, from: questions, ref: "issue", day: sql`program_day(x.resolved_at)` }),
  ),
  installs_made: rowFacts(installed),
  installs_configured: rowFacts({ ...installed, where: sql`x.configured_on is not null` }),
  installs_synced: rowFacts({ ...installed, where: sql`x.synced_on is not null` }),
  minutes_up: rowFacts({ ...observed, value: sql`x.minutes_up` }),
  minutes_observed: rowFacts({ ...observed, value: sql`x.minutes_observed` }),
  pulse_points: answers(pulse, sql`x.score`),
  pulse_answers: answers(pulse),
  promoters: answers(sql`${pulse} and x.score >= 9`),
  detractors: answers(sql`${pulse} and x.score <= 6`),
  csat_points: answers(managed, sql`x.score`),
  csat_answers: answers(managed),
  csat_direct_points: answers(direct, sql`x.score`),
  csat_direct_answers: answers(direct),
  launch_days: launches(sql`(x.launched_on - x.signed_on)`),
  launched: launches(sql`1`),
  signed: signings(sql`true`),
  signed_onboarded: signings(
    sql`exists (select 1 from partner_versions v where v.partner_id = p.id and v.status <> 'onboarding' and coalesce(v.valid_to, 'infinity') > p.contract_signed_on)`,
  ),
  signed_registered: signings(
    sql`exists (select 1 from registrations r where r.partner_id = p.id and r.submitted_on is not null)`,
  ),
  signed_won: signings(sql`exists (select 1 from deals d where d.partner_id = p.id and d.outcome = 'won')`),
} as const satisfies Record<string, Facts>;

import { type SQL, sql } from "drizzle-orm";
import type { ComponentKey } from "@/lib/metrics/components";
import { standing } from "./facts";
import { launched } from "./service-facts";
import { windowFacts } from "./windows";

type Span = { from: string; to: string };
/** What is asked of the rows that a component leaves out. `value` is what a deal would have counted. */
export type Asked = { component: ComponentKey; span: Span; own: (column: SQL) => SQL; today: string; value: SQL };

export const within = ({ from, to }: Span, day: SQL) => sql`${day} >= ${from}::date and ${day} < ${to}::date`;

export const ofPartners = (where: SQL) =>
  sql`select p.id as partner_id, null::date as day, 1 as value, null::uuid as deal_id, null as stage, 'partner' as ref, p.id as ref_id from partners p where ${where}`;

type Rows = { from: SQL; ref: string; day: SQL; value?: SQL; where: SQL };

/** Rows of a table `x` of the asked partners. */
const rows = ({ own }: Asked, { from, ref, day, value = sql`1`, where }: Rows) =>
  sql`select x.partner_id, ${day} as day, ${value} as value, null::uuid as deal_id, null as stage, ${ref}::text as ref, x.id as ref_id
    from ${from} where ${where} and ${own(sql`x.partner_id`)}`;

const answers = (asked: Asked, where: SQL) =>
  rows(asked, {
    from: sql`satisfaction_answers x`,
    ref: "answer",
    day: sql`x.answered_on`,
    where: sql`${within(asked.span, sql`x.answered_on`)} and ${where}`,
  });

/** What is left out of the figures beside deals: registrations' answers, satisfaction, beginnings, incentives, installs, support. */
export const serviceLeftOut = {
  no_answer_time: (asked: Asked) =>
    rows(asked, {
      from: sql`registrations x`,
      ref: "registration",
      day: sql`x.decided_on`,
      where: sql`${within(asked.span, sql`x.decided_on`)} and (x.answered_at >= x.submitted_at) is not true`,
    }),
  of_customers: (asked: Asked) => answers(asked, sql`x.kind = 'csat' and x.partner_id is not null`),
  of_partner_people: (asked: Asked) => answers(asked, sql`x.kind = 'pulse'`),
  with_partner: (asked: Asked) => answers(asked, sql`x.kind = 'csat' and x.partner_id is not null`),
  no_signing_day: ({ span, own }: Asked) =>
    ofPartners(
      sql`p.contract_signed_on is null and coalesce(p.joined_on, '-infinity') < ${span.to}::date and p.merged_into_id is null and ${own(sql`p.id`)}`,
    ),
  before_signing: ({ span, own }: Asked) =>
    sql`select x.partner_id, x.launched_on as day, 1 as value, null::uuid as deal_id, null as stage, 'partner' as ref, x.partner_id as ref_id
      from (${launched(own)}) x where x.launched_on < x.signed_on and ${within(span, sql`x.launched_on`)}`,
  used_later: (asked: Asked) =>
    rows(asked, {
      from: sql`incentive_uses x join incentive_grants g on g.id = x.grant_id`,
      ref: "use",
      day: sql`x.used_on`,
      value: sql`x.reported_e4`,
      where: sql`${within(asked.span, sql`g.granted_on`)} and x.used_on >= ${asked.span.to}::date`,
    }),
  other_grant: (asked: Asked) =>
    rows(asked, {
      from: sql`incentive_uses x join incentive_grants g on g.id = x.grant_id and g.kind <> 'mdf'`,
      ref: "use",
      day: sql`x.used_on`,
      value: sql`x.reported_e4`,
      where: within(asked.span, sql`x.used_on`),
    }),
  touched_and_lost: ({ span, own }: Asked) =>
    sql`select distinct c.partner_id, null::date as day, v.reported_e4 as value, c.deal_id, v.stage, 'deal' as ref, c.deal_id as ref_id
      from funded_deals c join incentive_grants g on g.id = c.grant_id and g.kind = 'mdf'
        join deal_versions v on v.deal_id = c.deal_id and v.superseded_at is null and v.from_on < ${span.to}::date and (v.to_on is null or v.to_on >= ${span.to}::date)
        join stages s on s.key = v.stage and s.outcome = 'lost'
      where ${within(span, sql`c.touched_on`)} and ${own(sql`c.partner_id`)}`,
  removed: (asked: Asked) =>
    rows(asked, {
      from: sql`installs x`,
      ref: "install",
      day: sql`x.uninstalled_on`,
      where: sql`x.installed_on < ${asked.span.to}::date and x.uninstalled_on < ${asked.span.to}::date`,
    }),
  unresolved: ({ span, own }: Asked) =>
    sql`select x.partner_id, program_day(x.opened_at) as day, 0 as value, null::uuid as deal_id, null as stage, x.ref, x.id as ref_id
      from (select t.partner_id, t.opened_at, t.resolved_at, 'ticket' as ref, t.id from support_tickets t
        union all select case when i.shared then i.partner_id end, i.opened_at, i.resolved_at, 'issue', i.id from data_issues i) x
      where program_day(x.opened_at) < ${span.to}::date and (x.resolved_at is null or program_day(x.resolved_at) >= ${span.to}::date) and ${own(sql`x.partner_id`)}`,
  still_in_stage: ({ span, own, today }: Asked) =>
    sql`select y.partner_id, nullif(y.day, '-infinity') as day, 1 as value, y.deal_id, y.stage, y.ref, y.ref_id
      from (${standing("open_count", sql`${span.to}::date`, span.to > today, own)}) y`,
  nobody_helped: ({ span, own }: Asked) =>
    sql`select x.partner_id, null::date as day, x.value, x.ref_id as deal_id, null as stage, x.ref, x.ref_id
      from (${windowFacts.unsourced_open(sql`${span.from}::date`, sql`${span.to}::date`, own)}) x where x.partner_id is null`,
  no_yearly_cost: ({ span, own }: Asked) =>
    ofPartners(
      sql`p.yearly_cost_e4 is null and coalesce(p.contract_signed_on, p.joined_on) < ${span.to}::date and p.merged_into_id is null and ${own(sql`p.id`)}`,
    ),
  not_observed: (asked: Asked) =>
    rows(asked, {
      from: sql`integrations x`,
      ref: "integration",
      day: sql`x.live_on`,
      where: sql`x.live_on < ${asked.span.to}::date and not exists (select 1 from uptime_days u where u.integration_id = x.id and ${within(asked.span, sql`u."on"`)})`,
    }),
  kept_by_staff: (asked: Asked) =>
    rows(asked, {
      from: sql`data_issues x`,
      ref: "issue",
      day: sql`program_day(x.opened_at)`,
      where: sql`not x.shared and ${within(asked.span, sql`program_day(x.opened_at)`)}`,
    }),
};

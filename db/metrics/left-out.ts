import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { type LeftOutReason, partsOf } from "@/lib/metrics/left-out";
import { type Asked, ofPartners, serviceLeftOut, within } from "./left-out-service";

type Span = { from: string; to: string };
type Own = (column: SQL) => SQL;
type Source = (component: ComponentKey, span: Span, own: Own, today: string) => SQL;

/** The rows that a component leaves out for a reason, with the columns of its facts. `facts` gives those of a component. */
export function leftOutSource(
  reason: LeftOutReason,
  component: ComponentKey,
  span: Span,
  own: Own,
  today: string,
  facts: Source,
): SQL {
  const part = partsOf[component];
  if (part?.reason === reason) {
    const { whole } = part;
    return sql`select w.* from (${facts(whole, span, own, today)}) w where not exists (select 1 from (${facts(component, span, own, today)}) p
      where p.ref_id = w.ref_id and p.partner_id = w.partner_id and coalesce(p.day, '-infinity') = coalesce(w.day, '-infinity') and p.ref = w.ref and coalesce(p.stage, '') = coalesce(w.stage, ''))`;
  }
  const rows = sources[reason];
  if (!rows) throw new Error(`${reason} has no rows of its own`);
  const value = componentOf(component).measures === "money" ? sql`d.reported_e4` : sql`1`;
  return sql`select x.*, ${component}::text as component from (${rows({ component, span, own, today, value })}) x`;
}

const sources: Partial<Record<LeftOutReason, (asked: Asked) => SQL>> = {
  no_partner: (asked) => {
    const { day, where } = nearDeals(asked);
    return sql`select null::uuid as partner_id, ${day} as day, ${asked.value} as value, d.id as deal_id, d.stage, 'deal' as ref, d.id as ref_id
      from deals d where d.partner_id is null and ${where} and not exists (select 1 from deal_partners dp where dp.deal_id = d.id and dp.role = 'sourcing')`;
  },
  influenced: (asked) => ofDeals(asked, { role: "influencing", ...nearDeals(asked) }),
  sourced: (asked) =>
    componentOf(asked.component).distinct
      ? ofDeals(asked, { ...nearDeals(asked), role: "influencing", and: sourcedByAnybody })
      : ofDeals(asked, { ...nearDeals(asked), role: "sourcing" }),
  lost: (asked) => ofDeals(asked, { day: sql`d.closed_on`, where: closed("lost", asked.span) }),
  still_open: (asked) =>
    ofDeals(asked, {
      day: sql`d.expected_close_on`,
      where: sql`d.outcome = 'open' and ${within(asked.span, sql`d.expected_close_on`)}`,
    }),
  not_accepted: (asked) =>
    ofDeals(asked, {
      day: sql`d.closed_on`,
      where: sql`not d.accepted and ${closed(asked.component === "accepted_lost" ? "lost" : "won", asked.span)}`,
    }),
  no_start: (asked) =>
    ofDeals(asked, {
      day: sql`d.closed_on`,
      where: sql`${closed("won", asked.span)} and d.registered_on is null and d.opened_on is null`,
    }),
  no_day: (asked) => ofDeals(asked, { day: sql`null::date`, where: sql`d.opened_on is null` }),
  no_close_day: (asked) =>
    ofDeals(asked, { day: sql`d.opened_on`, where: sql`d.outcome = 'open' and d.expected_close_on is null` }),
  draft: (asked) =>
    registered(
      asked,
      sql`program_day(r.created_at)`,
      sql`r.status = 'draft' and ${within(asked.span, sql`program_day(r.created_at)`)}`,
    ),
  undecided: (asked) =>
    registered(
      asked,
      sql`r.submitted_on`,
      sql`r.decision is null and r.status not in ('draft', 'withdrawn') and ${within(asked.span, sql`r.submitted_on`)}`,
    ),
  withdrawn: (asked) =>
    registered(
      asked,
      sql`r.submitted_on`,
      sql`r.decision is null and r.status = 'withdrawn' and ${within(asked.span, sql`r.submitted_on`)}`,
    ),
  other_kind: ({ component, span, own }) => {
    const counted = component === "renewal_amount" ? sql`'renewal'` : sql`'upsell', 'cross_sell'`;
    return sql`select r.partner_id, r.invoiced_on as day, r.reported_e4 as value, r.deal_id, null as stage, 'revenue' as ref, r.id as ref_id
      from revenue_lines r where r.kind not in (${counted}) and ${within(span, sql`r.invoiced_on`)} and ${own(sql`r.partner_id`)}`;
  },
  not_enrolled: (asked) => standing(asked, sql`v.status not in ('onboarding', 'active', 'dormant')`),
  not_active: (asked) => standing(asked, sql`v.status <> 'active'`),
  joined_later: ({ span, own }) =>
    ofPartners(sql`p.joined_on >= ${span.to}::date and p.merged_into_id is null and ${own(sql`p.id`)}`),
  merged: ({ own }) => ofPartners(sql`p.merged_into_id is not null and ${own(sql`p.id`)}`),
  done_before: ({ span, own }) =>
    sql`select a.partner_id, a.completed_on as day, 1 as value, null::uuid as deal_id, null as stage, 'training' as ref, a.id as ref_id
      from training_assignments a where ${within(span, sql`a.due_on`)} and a.completed_on < ${span.from}::date and ${own(sql`a.partner_id`)}`,
  began_later: ({ span, own }) =>
    sql`select s.partner_id, min(s.started_on) as day, 1 as value, null::uuid as deal_id, null as stage, 'account' as ref, s.account_id as ref_id
      from subscriptions s where ${own(sql`s.partner_id`)} and ${within(span, sql`s.started_on`)} and not exists (select 1 from subscriptions b
        where b.partner_id = s.partner_id and b.account_id = s.account_id and b.started_on < ${span.from}::date and (b.ended_on is null or b.ended_on >= ${span.from}::date))
      group by s.partner_id, s.account_id`,
  ...serviceLeftOut,
};

const closed = (outcome: "won" | "lost", span: Span) =>
  sql`d.outcome = ${outcome} and ${within(span, sql`d.closed_on`)}`;
const sourcedByAnybody = sql`exists (select 1 from deal_partners s where s.deal_id = d.id and s.role = 'sourcing')`;

/** Which deals a component would count, were it not for who takes part in them, and on which day. */
function nearDeals({ component, span, today }: Asked): { day: SQL; where: SQL } {
  if (component.startsWith("opened_")) return { day: sql`d.opened_on`, where: within(span, sql`d.opened_on`) };
  if (component === "expected_amount")
    return {
      day: sql`d.expected_close_on`,
      where: sql`d.outcome = 'open' and ${within(span, sql`d.expected_close_on`)}`,
    };
  if (component.startsWith("open_"))
    return {
      day: sql`d.opened_on`,
      where:
        span.to > today
          ? sql`d.outcome = 'open'`
          : sql`exists (select 1 from deal_versions v join stages s on s.key = v.stage and s.outcome = 'open' where v.deal_id = d.id
              and v.superseded_at is null and v.from_on < ${span.to}::date and (v.to_on is null or v.to_on >= ${span.to}::date))`,
    };
  return { day: sql`d.closed_on`, where: closed(component === "accepted_lost" ? "lost" : "won", span) };
}

type Near = { role?: "sourcing" | "influencing"; day: SQL; where: SQL; and?: SQL };

/** Deals in which a partner has a part: the one that the component counts, unless another is asked for. */
function ofDeals({ component, own, value }: Asked, { role, day, where, and = sql`true` }: Near): SQL {
  const counts = component.startsWith("influenced") ? "influencing" : "sourcing";
  return sql`select dp.partner_id, ${day} as day, ${value} as value, d.id as deal_id, d.stage, 'deal' as ref, d.id as ref_id
    from deals d join deal_partners dp on dp.deal_id = d.id where dp.role = ${role ?? counts} and ${where} and ${and} and ${own(sql`dp.partner_id`)}`;
}

const registered = ({ own }: Asked, day: SQL, where: SQL) =>
  sql`select r.partner_id, ${day} as day, 1 as value, r.deal_id, null as stage, 'registration' as ref, r.id as ref_id
    from registrations r where ${where} and ${own(sql`r.partner_id`)}`;

/** Partners whose status just before the span's end is another. */
const standing = ({ span, own }: Asked, status: SQL) =>
  sql`select p.id as partner_id, null::date as day, 1 as value, null::uuid as deal_id, null as stage, 'partner' as ref, p.id as ref_id
    from partners p join partner_versions v on v.partner_id = p.id and v.valid_from < ${span.to}::date and (v.valid_to is null or v.valid_to >= ${span.to}::date)
    where ${status} and coalesce(p.joined_on, '-infinity') < ${span.to}::date and p.merged_into_id is null and ${own(sql`p.id`)}`;

import { type SQL, sql } from "drizzle-orm";
import type { WindowKey } from "@/lib/metrics/components";
import type { SettingValues } from "@/lib/metrics/settings";
import { splitByMonth } from "@/lib/period";
import { engagementWindows } from "./engagement";
import { enrolledAs, withStatus } from "./enrolled";

type Window = (f: SQL, t: SQL, partner: (column: SQL) => SQL) => SQL;

type Activity = "registration" | "training" | "deal";
const allActivities: Activity[] = ["registration", "training", "deal"];
const activitiesOf = ({ activities }: SettingValues) => (activities as Activity[] | undefined) ?? allActivities;

const did: Record<Activity, (f: SQL, t: SQL) => SQL> = {
  registration: (f, t) =>
    sql`exists (select 1 from registrations r where r.partner_id = p.id and r.submitted_on >= ${f} and r.submitted_on < ${t})`,
  training: (f, t) =>
    sql`exists (select 1 from training_assignments a where a.partner_id = p.id and a.completed_on >= ${f} and a.completed_on < ${t})`,
  deal: (f, t) =>
    sql`exists (select 1 from deal_partners dp join deals d on d.id = dp.deal_id where dp.partner_id = p.id and dp.role = 'sourcing' and d.opened_on >= ${f} and d.opened_on < ${t})`,
};

/** Windows that a metric's settings change, by the settings. */
export const settled = {
  active_enrolled: (settings: SettingValues): Window => {
    const any = (f: SQL, t: SQL) =>
      sql.join(
        activitiesOf(settings).map((activity) => did[activity](f, t)),
        sql` or `,
      );
    return (f, t, own) => enrolledAs(t, own, sql`(${any(f, t)})`);
  },
  adopting: ({ days }: SettingValues): Window => {
    const least = Number(days ?? 2);
    return (f, t, own) =>
      enrolledAs(
        t,
        own,
        sql`exists (select 1 from visits seen where seen.partner_id = p.id and seen."on" >= ${f} and seen."on" < ${t} group by seen.person_id having count(*) >= ${least}::int)`,
      );
  },
} as const;

/** Whether settings change how the component counts. */
export const isSettled = (key: string): key is keyof typeof settled => Object.hasOwn(settled, key);

/** A component's window with the settings that hold for it. */
export const windowOf = (key: WindowKey, settings: SettingValues): Window =>
  isSettled(key) ? settled[key](settings) : windowFacts[key];

/** Rows that are counted anew for the span [f, t): partner_id, value, ref, ref_id. Money without a rate has no value. */
export const windowFacts: Record<WindowKey, Window> = {
  enrolled: (_f, t, own) => enrolledAs(t, own, sql`true`),
  active_enrolled: (f, t, own) => settled.active_enrolled({})(f, t, own),
  adopting: (f, t, own) => settled.adopting({})(f, t, own),
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
  incentives_granted: (f, t, own) => sql`select g.partner_id, g.reported_e4 as value, 'grant' as ref, g.id as ref_id
    from incentive_grants g where g.granted_on >= ${f} and g.granted_on < ${t} and ${own(sql`g.partner_id`)}`,
  incentives_used: (f, t, own) => sql`select u.partner_id, u.reported_e4 as value, 'use' as ref, u.id as ref_id
    from incentive_grants g join incentive_uses u on u.grant_id = g.id and u.used_on < ${t}
    where g.granted_on >= ${f} and g.granted_on < ${t} and ${own(sql`u.partner_id`)}`,
  mdf_touched: (f, t, own) => sql`select x.partner_id, v.reported_e4 as value, 'deal' as ref, x.deal_id as ref_id
    from (select distinct c.partner_id, c.deal_id from funded_deals c join incentive_grants g on g.id = c.grant_id and g.kind = 'mdf'
        where c.touched_on >= ${f} and c.touched_on < ${t} and ${own(sql`c.partner_id`)}) x
      join deal_versions v on v.deal_id = x.deal_id and ${heldAt(t)} join stages s on s.key = v.stage and s.outcome <> 'lost'`,
  forecast_at_start: (
    f,
    t,
    own,
  ) => sql`select dp.partner_id, round(v.reported_e4 * s.probability_bp / 10000.0) as value, 'deal' as ref, v.deal_id as ref_id
    from deal_versions v join stages s on s.key = v.stage and s.outcome = 'open'
      join deal_partners dp on dp.deal_id = v.deal_id and dp.role = 'sourcing'
    where ${heldAt(f)} and ${expected} >= ${f} and ${expected} < ${t} and ${own(sql`dp.partner_id`)}`,
  families_allowed: (
    _f,
    t,
    own,
  ) => sql`select distinct x.partner_id, 1 as value, 'family:' || x.family as ref, x.partner_id as ref_id
    from partner_families x where ${maySell(t)} and ${own(sql`x.partner_id`)}`,
  families_sold: (
    f,
    t,
    own,
  ) => sql`select distinct x.partner_id, 1 as value, 'family:' || x.family as ref, x.partner_id as ref_id
    from partner_families x join deal_partners dp on dp.partner_id = x.partner_id and dp.role = 'sourcing'
      join deals d on d.id = dp.deal_id and d.outcome = 'won' and d.closed_on >= ${f} and d.closed_on < ${t}
      join deal_lines l on l.deal_id = d.id join products pr on pr.id = l.product_id and pr.family = x.family
    where ${maySell(t)} and ${own(sql`x.partner_id`)}`,
  active_installs: (_f, t, own) => sql`select x.partner_id, 1 as value, 'install' as ref, x.id as ref_id
    from installs x where x.installed_on < ${t} and (x.uninstalled_on is null or x.uninstalled_on >= ${t}) and ${own(sql`x.partner_id`)}`,
  program_cost: (
    _f,
    t,
    own,
  ) => sql`select p.id as partner_id, round(p.yearly_cost_e4 * (${byNow(t)} - ${begun}) / 365.0) as value, 'partner' as ref, p.id as ref_id
    from partners p where p.yearly_cost_e4 is not null and ${begun} < ${byNow(t)} and p.merged_into_id is null and ${own(sql`p.id`)}`,
  influenced_open: (_f, t, own) => unsourced(sql`join`, t, own),
  unsourced_open: (_f, t, own) => unsourced(sql`left join`, t, own),
  ...engagementWindows,
};

const heldAt = (day: SQL) =>
  sql`v.superseded_at is null and v.from_on < ${day} and (v.to_on is null or v.to_on >= ${day})`;

/** The day that a deal was expected to close by its version; where no version says, the day that the source gave the deal. */
const expected = sql`coalesce(v.expected_close_on, (select d.expected_close_on from deals d where d.id = v.deal_id
  and not exists (select 1 from deal_versions o where o.deal_id = d.id and o.superseded_at is null and o.expected_close_on is not null)))`;

const maySell = (t: SQL) => sql`(x.from_on is null or x.from_on < ${t}) and (x.until_on is null or x.until_on >= ${t})`;

/** Nothing is known of days to come. */
const byNow = (t: SQL) => sql`least(${t}, program_day(now()) + 1)`;
const begun = sql`coalesce(p.contract_signed_on, p.joined_on)`;

/** Deals without a sourcing partner that stood open before `t`; with the partners that influence them, if any. */
function unsourced(influence: SQL, t: SQL, own: (column: SQL) => SQL): SQL {
  return sql`select dp.partner_id, v.reported_e4 as value, 'deal' as ref, v.deal_id as ref_id
    from deals d join deal_versions v on v.deal_id = d.id and ${heldAt(t)} join stages s on s.key = v.stage and s.outcome = 'open'
      ${influence} deal_partners dp on dp.deal_id = d.id and dp.role = 'influencing'
    where d.partner_id is null and ${own(sql`dp.partner_id`)}`;
}

/**
 * `active_enrolled` of a whole program: who was active is read as a set, from the monthly sums for whole months of unmarked
 * partners and from the rows for the rest. For staff: partners may not read who sourced a deal.
 */
export function activeInProgram(span: { from: string; to: string }, dirty: string[], settings: SettingValues): SQL {
  const counts = (activity: Activity) => activitiesOf(settings).includes(activity);
  const kept = [...(counts("registration") ? ["registered"] : []), ...(counts("deal") ? ["opened_count"] : [])];
  const { head, months, tail } = splitByMonth(span.from, span.to);
  const marked = sql`${sql.param(dirty)}::uuid[]`;
  const rows = ([from, to]: [string, string], narrower: (column: SQL) => SQL) => sql`
    union all select partner_id from registrations where ${counts("registration")} and submitted_on >= ${from}::date and submitted_on < ${to}::date and ${narrower(sql`partner_id`)}
    union all select partner_id from deals where ${counts("deal")} and opened_on >= ${from}::date and opened_on < ${to}::date and ${narrower(sql`partner_id`)}`;
  const edges = [head, tail].filter(([from, to]) => from < to).map((edge) => rows(edge, () => sql`true`));
  const active = sql`select m.partner_id from metric_month m where m.component = any(${sql.param(kept)}::text[]) and m.dim = ''
      and m.month >= ${months[0]}::date and m.month < ${months[1]}::date and m.partner_id <> all(${marked})
    union all select partner_id from training_assignments where ${counts("training")} and completed_on >= ${span.from}::date and completed_on < ${span.to}::date
    ${sql.join(edges, sql` `)}
    ${dirty.length ? rows([span.from, span.to], (column) => sql`${column} = any(${marked})`) : sql``}`;
  return enrolledAs(sql`${span.to}::date`, () => sql`true`, sql`p.id in (${active})`);
}

/** Each assignment counts once in a span: when it falls due, unless it was completed before; or when it is completed, early or late. */
function training(own: (column: SQL) => SQL, where: SQL): SQL {
  return sql`select a.partner_id, 1 as value, 'training' as ref, a.id as ref_id from training_assignments a where ${where} and ${own(sql`a.partner_id`)}`;
}

function customers(at: SQL, own: (column: SQL) => SQL, where: SQL): SQL {
  return sql`select distinct s.partner_id, 1 as value, 'account' as ref, s.account_id as ref_id
    from subscriptions s where s.started_on < ${at} and (s.ended_on is null or s.ended_on >= ${at}) and ${own(sql`s.partner_id`)} and ${where}`;
}

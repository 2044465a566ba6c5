import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withWorker } from "@/db/client";
import { type AlertRuleKey, alertRuleKeys, alertRuleOf } from "@/lib/alerts/registry";
import { type Chosen, chosenOf } from "@/lib/alerts/rule";
import { find } from "./find";

/** An alert that somebody resolved comes again when its condition still holds after so many days. */
const againDays = 30;

type Choice = {
  rule: string;
  active: boolean;
  thresholds: Chosen;
  toManager: boolean | null;
  roles: string[] | null;
  severity: number | null;
  evaluatedOn: string | null;
};
export type Evaluated = { rule: AlertRuleKey; raised: number; ended: number; holding: number; ms: number };
export type Evaluation = {
  now?: Date;
  all?: boolean;
  only?: readonly AlertRuleKey[];
  /** Called after each rule with the milliseconds that it took, so that pages have the machine to themselves in between. */
  pause?: (ms: number) => Promise<unknown>;
};

/**
 * Asks each rule that is due what holds as of `now`, each in a transaction of its own: raises what is new, ends what is over,
 * and renews the figures of what goes on. Rules of the day are asked once a day unless `all`. In two workers at once a rule
 * is asked by one. A rule that fails keeps none of the others from being asked; its error is thrown at the end.
 */
export async function evaluateAlerts({ now, all, only = alertRuleKeys, pause }: Evaluation = {}): Promise<Evaluated[]> {
  const done: Evaluated[] = [];
  let failed: unknown;
  for (const rule of only)
    try {
      const evaluated = await withWorker((tx) => evaluateRule(tx, rule, { now, all }));
      if (!evaluated) continue;
      done.push(evaluated);
      await pause?.(evaluated.ms);
    } catch (error) {
      failed ??= error;
    }
  if (failed) throw failed;
  return done;
}

/** Leaves the pages more than half of the time: rules of ten thousand partners take some seconds in all. */
export const betweenRules = (ms: number) => sleep(1.5 * ms);

/** One rule in the caller's transaction; null when it is not due, or asked by another worker right now. */
export async function evaluateRule(
  tx: Tx,
  key: AlertRuleKey,
  { now, all }: Pick<Evaluation, "now" | "all"> = {},
): Promise<Evaluated | null> {
  const [clock] = await tx.execute<{ free: boolean; now: string; today: string; currency: string }>(sql`
    select pg_try_advisory_xact_lock(hashtext(${`alerts ${key}`})) as free, t.now::text as now, program_day(t.now)::text as today, reporting_currency as currency
    from settings, (select coalesce(${now?.toISOString() ?? null}::timestamptz, now()) as now) t`);
  if (!clock?.free) return null;
  const started = performance.now();
  const choice = await choiceOf(tx, key);
  const rule = alertRuleOf(key);
  if (!all && choice?.active !== false && rule.every === "day" && choice?.evaluatedOn === clock.today) return null;
  const asked = {
    now: new Date(clock.now),
    today: clock.today,
    currency: clock.currency,
    chosen: chosenOf(rule, choice?.thresholds),
  };
  const found = choice?.active === false ? nothing : await find[key](tx, asked);
  const counted = await settle(tx, key, found, { ...asked, choice });
  const ms = Math.round(performance.now() - started);
  await tx.execute(sql`insert into alert_rule_choices (rule, evaluated_at, took_ms, holding) values (${key}, ${clock.now}::timestamptz, ${ms}, ${counted.holding})
    on conflict (rule) do update set evaluated_at = excluded.evaluated_at, took_ms = excluded.took_ms, holding = excluded.holding`);
  return { rule: key, ...counted, ms };
}

const nothing = sql`select null::uuid as subject_id, null::uuid as partner_id, null::text as name, null::jsonb as figures where false`;

async function choiceOf(tx: Tx, key: AlertRuleKey): Promise<Choice | undefined> {
  const [row] =
    await tx.execute<Choice>(sql`select rule, active, thresholds, to_manager as "toManager", roles, severity,
    program_day(evaluated_at)::text as "evaluatedOn" from alert_rule_choices where rule = ${key}`);
  return row;
}

type Settling = { now: Date; choice?: Choice };

/** Makes the alerts of a rule what `found` says, with an event for each that was raised or ended. */
async function settle(tx: Tx, key: AlertRuleKey, found: SQL, { now, choice }: Settling) {
  const rule = alertRuleOf(key);
  const moment = sql`${now.toISOString()}::timestamptz`;
  const managed = choice?.toManager ?? rule.toManager;
  const roles = sql`${sql.param(choice?.roles ?? [...rule.roles])}::text[]`;
  // What was resolved long ago and still holds is a new episode: it is ended first, so that the statement below raises it.
  await tx.execute(
    sql`update alerts set ended_at = ${moment} where rule = ${key} and ended_at is null and resolved_at < ${moment} - ${againDays}::int * interval '1 day'`,
  );
  const [counted] = await tx.execute<{ raised: number; ended: number; holding: number }>(sql`
    with found as materialized (${found}),
      theirs as materialized (select f.*, case when ${managed} then m.id end as manager_id from found f left join partners p on p.id = f.partner_id
        left join people m on m.id = p.manager_id and m.access = 'active'),
      ended as (update alerts a set ended_at = ${moment} where a.rule = ${key} and a.ended_at is null and not exists (select 1 from found f where f.subject_id = a.subject_id) returning a.id),
      renewed as (update alerts a set figures = f.figures, name = f.name, partner_id = f.partner_id, owner_id = case when a.assigned_at is null then f.manager_id else a.owner_id end
        from theirs f where a.rule = ${key} and a.ended_at is null and a.resolved_at is null and a.subject_id = f.subject_id
          and (a.figures <> f.figures or a.name <> f.name or a.partner_id is distinct from f.partner_id or (a.assigned_at is null and a.owner_id is distinct from f.manager_id)) returning 1),
      raised as (insert into alerts (rule, subject_type, subject_id, partner_id, name, shared, severity, figures, raised_at, owner_id, roles)
        select ${key}, ${rule.subject}, f.subject_id, f.partner_id, f.name, ${rule.forPartner} and f.partner_id is not null, ${choice?.severity ?? rule.severity}::int, f.figures, ${moment}, f.manager_id, ${roles}
        from theirs f where not exists (select 1 from alerts a where a.rule = ${key} and a.subject_id = f.subject_id and a.ended_at is null)
        on conflict (rule, subject_id) where ended_at is null do nothing returning id),
      told as (insert into alert_events (alert_id, at, kind, person_id) select id, ${moment}, 'raised', null::uuid from raised union all select id, ${moment}, 'ended', null::uuid from ended returning 1)
    select (select count(*)::int from raised) as raised, (select count(*)::int from ended) as ended, (select count(*)::int from found) as holding`);
  return counted ?? { raised: 0, ended: 0, holding: 0 };
}

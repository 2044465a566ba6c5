import "server-only";
import { sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { getProgram } from "@/db/program/queries";
import type { StaffRole } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { actedOutcomes } from "@/lib/alerts/outcomes";
import { type AlertRuleKey, alertRuleKeys, alertRuleOf, isAlertRule } from "@/lib/alerts/registry";
import { type Chosen, chosenOf, type Severity } from "@/lib/alerts/rule";
import { NotFound } from "@/lib/errors";

type Row = {
  rule: string;
  active: boolean | null;
  thresholds: Chosen | null;
  toManager: boolean | null;
  roles: string[] | null;
  severity: number | null;
  evaluatedAt: string | null;
  tookMs: number | null;
  holding: number | null;
  raised: number;
  acted: number;
  needless: number;
  ended: number;
  open: number;
};

/** Over how many days it is counted what came of a rule's alerts. */
export const countedDays = 90;

/** Each rule as the program has it, and what came of its alerts in 90 days. For staff: throws NotFound. */
export async function readAlertRules(viewer: Viewer, now = new Date()) {
  if (viewer.kind !== "staff") throw new NotFound("The rules");
  return withViewer(viewer, async (tx) => {
    const program = await getProgram(viewer, now);
    const rows = await tx.execute<Row>(sql`
      select k.rule, w.active, w.thresholds, w.to_manager as "toManager", w.roles, w.severity, to_char(w.evaluated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "evaluatedAt",
        w.took_ms as "tookMs", w.holding, coalesce(x.raised, 0) as raised, coalesce(x.acted, 0) as acted, coalesce(x.needless, 0) as needless, coalesce(x.ended, 0) as ended, coalesce(x.open, 0) as open
      from unnest(${sql.param(alertRuleKeys)}::text[]) k(rule) left join alert_rule_choices w on w.rule = k.rule
        left join (select a.rule, count(*)::int as raised, count(*) filter (where a.outcome = any(${sql.param(actedOutcomes)}::text[]))::int as acted,
            count(*) filter (where a.outcome = 'none')::int as needless, count(*) filter (where a.resolved_at is null and a.ended_at is not null)::int as ended,
            count(*) filter (where a.resolved_at is null and a.ended_at is null)::int as open
          from alerts a where a.raised_at > ${now.toISOString()}::timestamptz - ${countedDays}::int * interval '1 day' group by 1) x on x.rule = k.rule`);
    return { program, rules: rows.flatMap((row) => (isAlertRule(row.rule) ? [ruleView(row.rule, row)] : [])) };
  });
}

function ruleView(key: AlertRuleKey, row: Row) {
  const rule = alertRuleOf(key);
  return {
    key,
    active: row.active ?? true,
    chosen: chosenOf(rule, row.thresholds ?? {}),
    toManager: row.toManager ?? rule.toManager,
    roles: (row.roles ?? rule.roles) as readonly StaffRole[],
    severity: (row.severity ?? rule.severity) as Severity,
    evaluatedAt: row.evaluatedAt,
    tookMs: row.tookMs,
    counted: { raised: row.raised, acted: row.acted, needless: row.needless, ended: row.ended, open: row.open },
  };
}
export type RuleView = ReturnType<typeof ruleView>;

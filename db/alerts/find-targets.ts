import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { answerIn, type Program, reachOf, readProgram } from "@/db/metrics/queries";
import { formatPercent } from "@/lib/format";
import { wholeText } from "@/lib/metrics/figure";
import { isMetricKey, type MetricKey, metricOf } from "@/lib/metrics/registry";
import { addDays, spanLabel } from "@/lib/period";
import { addsUp, paceOf } from "@/lib/scorecards/figures";
import { judge } from "@/lib/scorecards/status";
import type { Asked } from "./find";

type Target = { id: string; metric: string; from: string; to: string; value: string; partnerId: string | null };
type Found = { id: string; figures: Record<string, unknown> };
/** For how many days after its period a target that was missed is told. */
const toldDays = 30;

/**
 * Targets of the program and of partners that were missed, or that the metric's own figure of now will not reach at its
 * pace. Each metric is asked once for a period, of all partners together.
 */
export async function endangeredTargets(tx: Tx, asked: Asked): Promise<SQL> {
  const targets = await tx.execute<Target>(sql`
    select t.id, t.metric, t.from_on::text as "from", t.to_on::text as "to", t.value::text, t.partner_id as "partnerId" from targets t
    where t.kind = 'target' and t.owner_id is null and t.from_on <= ${asked.today}::date and t.to_on > ${asked.today}::date - ${toldDays}::int`);
  const program = await readProgram(tx);
  const together = new Map<string, Target[]>();
  for (const target of targets.filter(({ metric }) => isMetricKey(metric))) {
    const key = [target.metric, target.from, target.to].join(" ");
    together.set(key, [...(together.get(key) ?? []), target]);
  }
  const found: Found[] = [];
  for (const group of together.values()) found.push(...(await missedOf(tx, program, group, asked)));
  return sql`
    select t.id as subject_id, t.partner_id, coalesce(p.name, 'The program') as name, f.figures from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f(id uuid, figures jsonb)
      join targets t on t.id = f.id left join partners p on p.id = t.partner_id where t.partner_id is null or (p.merged_into_id is null and p.status <> 'suspended')`;
}

async function missedOf(tx: Tx, program: Program, targets: Target[], asked: Asked): Promise<Found[]> {
  const [{ metric: key, from, to }] = targets as [Target];
  const metric = key as MetricKey;
  const by = targets.some(({ partnerId }) => partnerId) ? ("partner" as const) : undefined;
  const { total, groups } = await answerIn(
    tx,
    program,
    { metric, span: { from, to }, by },
    reachOf("operator", program),
  );
  const values = new Map(groups.map(({ group, value }) => [group, value]));
  return targets.flatMap((target): Found[] => {
    const value = target.partnerId ? (values.get(target.partnerId) ?? "0") : total.value;
    const figures = missed(target, metric, value, { ...asked, currency: program.currency });
    return figures ? [{ id: target.id, figures }] : [];
  });
}

function missed(target: Target, key: MetricKey, value: string | null, { today, chosen, currency }: Asked) {
  const { from, to, value: aim, partnerId } = target;
  const over = to <= today;
  const pace = paceOf({ from, to }, today);
  const passed = pace.passed / pace.days;
  if (!over && passed * 100 < (chosen.passed ?? 0)) return null;
  const { label, unit, better } = metricOf(key);
  const { reached } = judge({ value, target: aim, better, pace: over || !addsUp(key) ? null : pace });
  if (value === null || reached === null || Number(reached) * 100 >= (over ? 100 : (chosen.reached ?? 0))) return null;
  const said = (amount: string) => wholeText(unit, amount, currency, "short");
  const query = new URLSearchParams({ ...(partnerId ? { partner: partnerId } : {}), from, to });
  const rows = [{ kind: "metric", id: `${key}?${query}`, name: label, says: "The figure and its rows" }];
  return {
    metric: label,
    period: spanLabel({ from, to }),
    value: said(value),
    target: said(aim),
    reached: formatPercent(reached),
    passed: formatPercent(passed),
    over,
    last: addDays(to, -1),
    rows,
  };
}

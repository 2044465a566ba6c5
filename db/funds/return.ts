import "server-only";
import { sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { kept } from "@/db/metrics/answers";
import { figuresIn } from "@/db/metrics/figures";
import { answerIn, reachOf, readProgram, shownOf } from "@/db/metrics/queries";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { PlanPaid, ReturnRow } from "@/lib/funds/return";
import { groupBy } from "@/lib/incentives/group";
import { type MetricFilter, metricQuery, periodOf } from "@/lib/metrics/filter";
import { parseAmountE4 } from "@/lib/money";
import { partnerTypes } from "@/lib/partners/words";
import { dayIn, elapsedPart, type Period, yearBefore } from "@/lib/period";

const headline = ["mdf_return", "channel_roi", "incentive_utilization", "sourced_revenue"] as const;
const columns = ["sourced_revenue", "channel_roi", "mdf_return", "incentive_utilization"] as const;
const cuts = ["tier", "segment", "type"] as const;

/**
 * What was paid to partners against what it produced over a period: the metrics in all and by tier, segment and type, and what
 * each plan of incentives paid beside the sourced revenue of the partners that it paid, now and a year before. For staff: throws NotFound.
 */
export async function readReturn(viewer: Viewer, filter: MetricFilter, now: Date) {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  const question = { period: filter.period, from: filter.from, to: filter.to };
  const figures = await kept(viewer, { name: "return", question, now }, (tx, at) => count(tx, viewer, filter, at));
  const plans = await withViewer(viewer, (tx) => plansOf(tx, figures.period, figures.revenue), "counting");
  const { revenue: _, ...rest } = figures;
  return { ...rest, plans };
}

async function count(tx: Tx, viewer: StaffViewer, filter: MetricFilter, now: Date) {
  const program = await readProgram(tx);
  const today = dayIn(program.timeZone, now);
  const period = periodOf(filter, today, "this_year");
  const before = elapsedPart(yearBefore(period), period, today);
  const reach = reachOf(viewer, program);
  const ask = (metric: (typeof columns)[number], span: Period, by: (typeof cuts)[number] | "partner") =>
    answerIn(tx, program, { metric, span, by }, reach);
  const figures = await figuresIn(tx, viewer, program, headline, period, now);
  const groups: Record<(typeof cuts)[number], ReturnRow[]> = { tier: [], segment: [], type: [] };
  for (const by of cuts) {
    const answers = await Promise.all(columns.map((metric) => ask(metric, period, by)));
    const names = new Map(answers.flatMap((one) => one.groups.map(({ group, label }) => [group, label] as const)));
    groups[by] = [...names].map(([group, label]) => ({
      group,
      label: by === "type" ? ((partnerTypes as Record<string, string>)[group] ?? label) : label,
      values: columns.map((metric, n) => ({
        metric,
        value: answers[n]?.groups.find((one) => one.group === group)?.value ?? null,
        href: `/metrics/${metric}${metricQuery({ from: period.from, to: period.to, where: { [by]: [group] } })}`,
      })),
    }));
  }
  const [sold, soldBefore] = [
    await ask("sourced_revenue", period, "partner"),
    await ask("sourced_revenue", before, "partner"),
  ];
  const revenue = { now: byPartner(sold.groups), before: byPartner(soldBefore.groups) };
  return { program: shownOf(program), today, period, before, figures, groups, revenue };
}

const byPartner = (groups: readonly { group: string; value: string | null }[]): Record<string, string> =>
  Object.fromEntries(groups.flatMap(({ group, value }) => (value === null ? [] : [[group, value]])));

type Revenue = { now: Record<string, string>; before: Record<string, string> };

/** By plan, of the statements of the period's months: amounts by currency, and revenue of each partner once, whatever it was paid for. */
async function plansOf(tx: Tx, { from, to }: { from: string; to: string }, revenue: Revenue): Promise<PlanPaid[]> {
  const rows = await tx.execute<{
    key: string;
    id: string;
    name: string;
    currency: string;
    paid: string;
    partners: string[];
  }>(sql`
    select p.plan_key as key, (array_agg(p.id order by p.version desc))[1] as id, (array_agg(p.name order by p.version desc))[1] as name, e.currency,
      sum(e.amount)::text as paid, array_agg(distinct e.partner_id)::text[] as partners
    from (select plan_id, partner_id, currency, sum(amount_minor) as amount from earnings
        where statement_month >= date_trunc('month', ${from}::date) and statement_month < ${to}::date and status <> 'held' group by 1, 2, 3) e
      join incentive_plans p on p.id = e.plan_id group by p.plan_key, e.currency order by 3, 1, 4`);
  const sum = (of: Record<string, string>, partners: readonly string[]) =>
    partners.reduce((all, partner) => all + parseAmountE4(of[partner] ?? "0"), 0n);
  return [...groupBy(rows, ({ key }) => key).values()].map((of) => {
    const [{ id, name }] = of as [(typeof rows)[number]];
    const partners = [...new Set(of.flatMap((row) => row.partners))];
    return {
      ...{ id, name, partners: partners.length },
      paid: of.map(({ currency, paid }) => ({ currency, amountMinor: BigInt(paid) })),
      nowE4: sum(revenue.now, partners),
      beforeE4: sum(revenue.before, partners),
    };
  });
}

import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { deals, partnerDeals } from "@/db/deals/schema";
import { trainingAssignments } from "@/db/enablement/schema";
import { listMonths, readBalances, readHeld } from "@/db/incentives/queries";
import { leadOffers, leads } from "@/db/leads/schema";
import { kept } from "@/db/metrics/answers";
import { keptCohorts } from "@/db/metrics/cohorts";
import { partnerKeys } from "@/db/metrics/home";
import { getProgram } from "@/db/program/queries";
import { registrations } from "@/db/registrations/schema";
import { scope } from "@/db/scope";
import { readTierPage } from "@/db/tiers/page";
import { can } from "@/lib/access/permissions";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { Earned, PartnerDay, TierStanding } from "@/lib/home/partner-day";
import { type StepItem, stepDays } from "@/lib/home/partner-steps";
import { mainCurrency } from "@/lib/incentives/words";
import { type MetricFilter, metricQuery, periodOf } from "@/lib/metrics/filter";
import { isMetricKey } from "@/lib/metrics/registry";
import { stateOfTier, tierView } from "@/lib/tiers/view";
import { windowOn } from "@/lib/tiers/windows";

const perKind = 4;

/**
 * What waits for a partner, read as it is now, what it earned and where it stands: against its tier, and in the period that
 * the filter asks for among partners like it. For partner people: throws NotFound for staff.
 */
export async function readPartnerDay(viewer: Viewer, filter: MetricFilter, now: Date): Promise<PartnerDay> {
  if (viewer.kind !== "partner") throw new NotFound("This page");
  return withViewer(viewer, async (tx) => {
    const { today, timeZone } = await getProgram(viewer, now);
    const [items, deciding, tier, earned, cohorts] = await Promise.all([
      readItems(tx, viewer, today),
      readDeciding(tx, viewer),
      kept(viewer, { name: "tier standing", question: {}, now }, (_own, at) => tierOf(viewer, at)),
      can(viewer, "incentives.read") ? readEarned(viewer) : null,
      keptCohorts(tx, viewer, partnerKeys, periodOf(filter, today), viewer.partnerId),
    ]);
    return { today, timeZone, items, deciding, tier, earned, cohorts: [...cohorts] };
  });
}

/** What it earned last and what it is owed, in the currency that it earns most often in; null when it never earned. */
async function readEarned(viewer: PartnerViewer): Promise<Earned | null> {
  const [balances, months, held] = await Promise.all([
    readBalances(viewer, viewer.partnerId),
    listMonths(viewer, viewer.partnerId),
    readHeld(viewer, viewer.partnerId),
  ]);
  const main = mainCurrency(months);
  const balance = balances.find(({ currency }) => currency === main);
  const last = months.find(({ currency }) => currency === main);
  if (!balance || !last) return null;
  const { month, earnedMinor, clawedBackMinor } = last;
  return { ...balance, last: { month, minor: earnedMinor + clawedBackMinor }, held, others: balances.length - 1 };
}

async function tierOf(viewer: PartnerViewer, now: Date): Promise<TierStanding | null> {
  const page = await readTierPage(viewer, viewer.partnerId, { by: "" }, now);
  const view = tierView(page);
  if (!view.current && !view.next) return null;
  const lines = (view.next ? view.reach : view.keep).map(({ key, window, label, asks, has, missing, ratio, state }) => {
    const rows =
      window && isMetricKey(key) && `/metrics/${key}${metricQuery({}, windowOn(window, page.program.today))}`;
    return { key, label, asks, has, missing, ratio, state, href: rows || "/tiers" };
  });
  const title = view.next ? `Your way to ${view.next.name}` : `What keeps ${view.current?.name}`;
  return { says: stateOfTier(view), title, lines };
}

async function readDeciding(tx: Tx, viewer: PartnerViewer) {
  const [row] = await tx.execute<
    PartnerDay["deciding"]
  >(sql`select count(*)::int as count, ${iso(sql`min(${registrations.dueAt})`)} as "dueAt"
    from ${registrations} where ${registrations.status} in ('submitted', 'waiting') and ${registrations.partnerId} = ${viewer.partnerId}::uuid and ${scope(viewer, registrations)}`);
  return row ?? { count: 0, dueAt: null };
}

const iso = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The first few of each kind that waits, with how many there are. */
async function readItems(tx: Tx, viewer: PartnerViewer, today: string): Promise<StepItem[]> {
  const own = sql`${viewer.partnerId}::uuid`;
  const day = sql`${today}::date`;
  const none = sql`null::text`;
  const parts = [
    sql`select 'lead' as kind, ${leads.id} as id, ${leads.customerName} as title, program_day(${leadOffers.answerBy}) as "on", ${iso(sql`${leadOffers.answerBy}`)} as at,
        ${leads.amountE4}::text as "amountE4", ${leads.currency} as currency, count(*) over ()::int as count
      from ${leadOffers} join ${leads} on ${leads.id} = ${leadOffers.leadId} and ${scope(viewer, leads)}
      where ${leadOffers.partnerId} = ${own} and ${leadOffers.status} = 'offered' and ${leadOffers.answerBy} > now() and ${scope(viewer, leadOffers)} order by ${leadOffers.answerBy}, ${leads.id}`,
    sql`select 'returned', ${registrations.id}, ${registrations.customerName}, coalesce(program_day(${registrations.dueAt}), ${day}), ${iso(sql`${registrations.dueAt}`)},
        ${registrations.amountE4}::text, ${registrations.currency}, count(*) over ()::int
      from ${registrations} where ${registrations.partnerId} = ${own} and ${registrations.status} = 'returned' and ${scope(viewer, registrations)} order by ${registrations.dueAt}, ${registrations.id}`,
    sql`select 'protection', ${registrations.id}, ${registrations.customerName}, ${registrations.protectedUntil}, ${none},
        ${registrations.amountE4}::text, ${registrations.currency}, count(*) over ()::int
      from ${registrations} where ${registrations.partnerId} = ${own} and ${registrations.status} = 'approved'
        and ${registrations.protectedUntil} between ${day} and ${day} + ${stepDays.protection}::int and ${scope(viewer, registrations)} order by ${registrations.protectedUntil}, ${registrations.id}`,
    // The first few are picked before their deals are looked up: the largest partner has thousands.
    sql`select 'overdue', ${deals.id}, ${deals.name}, picked.on, ${none}, ${deals.amountE4}::text, ${deals.currency}, picked.count
      from (select ${partnerDeals.dealId} as deal_id, ${partnerDeals.expectedCloseOn} as "on", count(*) over ()::int as count from ${partnerDeals}
          where ${partnerDeals.partnerId} = ${own} and ${partnerDeals.role} = 'sourcing' and ${partnerDeals.outcome} = 'open'
            and ${partnerDeals.expectedCloseOn} < ${day} and ${scope(viewer, partnerDeals)} order by ${partnerDeals.expectedCloseOn} desc, ${partnerDeals.dealId} limit ${perKind}) picked
        join ${deals} on ${deals.id} = picked.deal_id and ${scope(viewer, deals)} order by picked.on desc, picked.deal_id`,
    sql`select 'training', ${trainingAssignments.id}, ${trainingAssignments.course}, ${trainingAssignments.dueOn}, ${none}, ${none}, ${none}, count(*) over ()::int
      from ${trainingAssignments} where ${trainingAssignments.partnerId} = ${own} and ${trainingAssignments.completedOn} is null
        and ${trainingAssignments.dueOn} <= ${day} + ${stepDays.training}::int and ${scope(viewer, trainingAssignments)} order by ${trainingAssignments.dueOn}, ${trainingAssignments.id}`,
  ];
  const limited = parts.map((one) => sql`(${one} limit ${perKind})`);
  const rows = await tx.execute<StepItem>(
    sql`select kind, id, title, "on"::text as "on", at, "amountE4", currency, count from (${sql.join(limited, sql` union all `)}) items`,
  );
  return [...rows];
}

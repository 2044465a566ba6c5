import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { type Tx, withViewer } from "@/db/client";
import { earnings, incentivePlans, ledgerAccounts, ledgerProofs } from "@/db/ledger/schema";
import { kept } from "@/db/metrics/answers";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { EarningsFilter } from "@/lib/incentives/address";
import { isId } from "@/lib/lists/parameters";
import { listPartnerBalances } from "./queries";

function requireStaff(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}

/**
 * What partners hold in one currency and in which currencies anything is held, what waits, and the last proof of the ledger.
 * Balances of all partners are as kept since the last booking. For staff.
 */
export async function readOverview(viewer: Viewer, filter: EarningsFilter, now = new Date()) {
  requireStaff(viewer);
  return withViewer(viewer, async (tx) => {
    const [program, held, [waiting], proofs] = await Promise.all([
      getProgram(viewer),
      kept(viewer, { name: "balances", question: filter, now }, (own) => countHeld(own, viewer, filter)),
      tx.execute<{ plans: number }>(sql`select count(*)::int as plans from incentive_plans where status = 'proposed'`),
      tx
        .select({ provedAt: ledgerProofs.provedAt, entries: ledgerProofs.entries, problems: ledgerProofs.problems })
        .from(ledgerProofs)
        .orderBy(desc(ledgerProofs.id))
        .limit(1),
    ]);
    return { program, ...held, proposed: waiting?.plans ?? 0, proof: proofs[0] ?? null };
  });
}

async function countHeld(tx: Tx, viewer: Viewer, filter: EarningsFilter) {
  const [currencies, [waiting], partners] = await Promise.all([
    tx
      .selectDistinct({ currency: ledgerAccounts.currency })
      .from(ledgerAccounts)
      .where(scope(viewer, ledgerAccounts))
      .orderBy(asc(ledgerAccounts.currency)),
    tx.execute<{ due: number }>(sql`select count(*)::int as due from
      (select 1 from earnings where status = 'held' and (hold_until <= program_day(now()) or amount_minor < 0) limit 10000) d`),
    listPartnerBalances(viewer, filter),
  ]);
  return { currencies: currencies.map(({ currency }) => currency), due: waiting?.due ?? 0, partners };
}

/** Every plan and version, those that wait for somebody first. For staff. */
export async function listPlans(viewer: Viewer) {
  requireStaff(viewer);
  const { id, name, version, status, says, validFrom, validTo } = incentivePlans;
  return withViewer(viewer, (tx) =>
    tx
      .select({
        ...{ id, name, version, status, says, validFrom, validTo },
        paid: sql<string | null>`(select string_agg(s.currency || ' ' || s.sum, ',' order by s.currency) from (
          select e.currency, sum(e.amount_minor) as sum from earnings e where e.plan_id = ${incentivePlans.id} group by 1) s)`,
      })
      .from(incentivePlans)
      .where(scope(viewer, incentivePlans))
      .orderBy(
        sql`array_position(array['proposed','draft','active','approved','ended'], ${status})`,
        asc(name),
        desc(version),
      )
      .limit(200),
  );
}
export type PlanRow = Awaited<ReturnType<typeof listPlans>>[number];

/** A version of a plan with who wrote, proposed and approved it. For staff. Throws NotFound. */
export async function getPlan(viewer: Viewer, planId: string) {
  requireStaff(viewer);
  if (!isId(planId)) throw new NotFound("This plan");
  const nameOf = (column: PgColumn) =>
    sql<string | null>`(select ${people.name} from ${people} where ${people.id} = ${column})`;
  const [row] = await withViewer(viewer, (tx) =>
    tx
      .select({
        plan: incentivePlans,
        writer: nameOf(incentivePlans.createdById),
        proposer: nameOf(incentivePlans.proposedById),
        approver: nameOf(incentivePlans.approvedById),
      })
      .from(incentivePlans)
      .where(and(eq(incentivePlans.id, planId), scope(viewer, incentivePlans)))
      .limit(1),
  );
  if (!row) throw new NotFound("This plan");
  return row;
}

/** What waits for approval, by partner and currency, longest first; 50 a page after the given edge. For staff. */
export async function readApprovals(viewer: Viewer, after: string) {
  requireStaff(viewer);
  const [since, key] = after.split(" ");
  const beyond = key
    ? sql`having (min(e.hold_until), e.partner_id || '_' || e.currency) > (${since}::date, ${key})`
    : sql``;
  return withViewer(viewer, async (tx) => {
    const [program, groups, [months]] = await Promise.all([
      getProgram(viewer),
      tx.execute<{
        key: string;
        name: string;
        partner_id: string;
        currency: string;
        lines: number;
        sum: string;
        since: string;
        owed: string;
      }>(sql`
        select e.partner_id || '_' || e.currency as key, p.name, e.partner_id, e.currency, count(*)::int as lines, sum(e.amount_minor)::text as sum, min(e.hold_until)::text as since,
          coalesce((select a.balance_minor from ledger_accounts a where a.kind = 'clawback' and a.partner_id = e.partner_id and a.currency = e.currency), 0)::text as owed
        from earnings e join partners p on p.id = e.partner_id
        where ${and(scope(viewer, earnings), sql`e.status = 'held' and (e.hold_until <= program_day(now()) or e.amount_minor < 0)`)}
        group by e.partner_id, e.currency, p.name ${beyond} order by min(e.hold_until), e.partner_id || '_' || e.currency limit 51`),
      tx.execute<{
        last: string | null;
        next: string | null;
      }>(sql`select (select max(month)::text from closed_months) as last,
        (select min(statement_month)::text from earnings where statement_month > coalesce((select max(month) from closed_months), '-infinity'::date)) as next`),
    ]);
    const rows = groups.slice(0, 50);
    const edge = rows.at(-1);
    return {
      program,
      rows,
      next: groups.length > 50 && edge ? `${edge.since} ${edge.key}` : null,
      closed: months?.last ?? null,
      open: months?.next ?? null,
    };
  });
}
export type ApprovalRow = Awaited<ReturnType<typeof readApprovals>>["rows"][number];

import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { fundAllocations, fundBudgets } from "./schema";

type Waiting = {
  kind: "request" | "amended" | "claim" | "checked";
  id: string;
  number: number;
  title: string;
  partner: string;
  amount: string;
  currency: string;
  due_at: string;
};

/** What waits for staff, by its due time: requests, changes of them, claims. For staff: throws NotFound. */
export function readQueue(viewer: Viewer) {
  staffAlone(viewer);
  return withViewer(viewer, async (tx) => {
    const [program, rows] = await Promise.all([
      getProgram(viewer),
      tx.execute<Waiting>(sql`
        select w.*, p.name as partner from (
          (select case r.status when 'amended' then 'amended' else 'request' end as kind, r.id, r.number::int, r.title, r.partner_id,
            coalesce(r.amendment ->> 'amountMinor', r.requested_minor::text) as amount, a.currency, r.due_at
            from fund_requests r join fund_allocations a on a.id = r.allocation_id where r.status in ('submitted', 'amended') order by r.due_at, r.id limit 100)
          union all
          (select case c.status when 'checked' then 'checked' else 'claim' end, c.id, c.number::int, r.title, c.partner_id, c.amount_minor::text, a.currency, c.due_at
            from fund_claims c join fund_requests r on r.id = c.request_id join fund_allocations a on a.id = r.allocation_id where c.status in ('submitted', 'checked') order by c.due_at, c.id limit 100)) w
        join partners p on p.id = w.partner_id order by w.due_at, w.id limit 100`),
    ]);
    return { program, rows: rows.map((row) => ({ ...row, dueAt: new Date(row.due_at) })) };
  });
}
export type QueueRow = Awaited<ReturnType<typeof readQueue>>["rows"][number];

/** Budgets with what is given, committed and used of them, the latest first. For staff: throws NotFound. */
export function listBudgets(viewer: Viewer) {
  staffAlone(viewer);
  return withViewer(viewer, async (tx) => {
    const rows = await tx.execute<{
      id: string;
      name: string;
      currency: string;
      starts: string;
      ends: string;
      amount: string;
      allocated: string;
      committed: string;
      used: string;
      partners: number;
    }>(sql`
      select b.id, b.name, b.currency, b.starts_on::text as starts, b.ends_on::text as ends, b.amount_minor::text as amount, b.allocated_minor::text as allocated,
        coalesce(a.committed, 0)::text as committed, coalesce(a.used, 0)::text as used, coalesce(a.partners, 0)::int as partners
      from ${fundBudgets} b left join lateral (select sum(committed_minor) as committed, sum(used_minor) as used, count(distinct partner_id) as partners
        from ${fundAllocations} where ${eq(fundAllocations.budgetId, sql`b.id`)} and ${scope(viewer, fundAllocations)}) a on true
      order by b.ends_on desc, b.id limit 50`);
    return [...rows];
  });
}
export type BudgetRow = Awaited<ReturnType<typeof listBudgets>>[number];

/** A budget with its allocations, by partner, and partners to give to. For staff: throws NotFound. */
export async function readBudget(viewer: Viewer, id: string) {
  staffAlone(viewer);
  if (!isId(id)) throw new NotFound("This budget");
  return withViewer(viewer, async (tx) => {
    const [program, [budget], allocations, choices] = await Promise.all([
      getProgram(viewer),
      tx
        .select()
        .from(fundBudgets)
        .where(and(eq(fundBudgets.id, id), scope(viewer, fundBudgets)))
        .limit(1),
      tx
        .select({ allocation: fundAllocations, partner: partners.name })
        .from(fundAllocations)
        .innerJoin(partners, and(eq(partners.id, fundAllocations.partnerId), scope(viewer, partners)))
        .where(and(eq(fundAllocations.budgetId, id), scope(viewer, fundAllocations)))
        .orderBy(desc(fundAllocations.amountMinor), asc(fundAllocations.id))
        .limit(200),
      tx
        .select({ value: partners.id, label: partners.name })
        .from(partners)
        .where(
          and(
            sql`${partners.mergedIntoId} is null and ${partners.status} in ('onboarding', 'active', 'dormant')`,
            scope(viewer, partners),
          ),
        )
        .orderBy(asc(partners.name), asc(partners.id))
        .limit(1000),
    ]);
    if (!budget) throw new NotFound("This budget");
    return { program, budget, allocations, choices };
  });
}
export type BudgetPage = Awaited<ReturnType<typeof readBudget>>;

function staffAlone(viewer: Viewer): void {
  if (viewer.kind !== "staff") throw new NotFound("This page");
}

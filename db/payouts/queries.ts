import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { withViewer } from "@/db/client";
import { whose } from "@/db/incentives/queries";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { payoutBatches, payoutDetails, payouts } from "./schema";

const perPage = 50;

/** A partner's payouts, newest first: those that left, and what became of them. */
export async function listPayouts(viewer: Viewer, partnerId: string) {
  const { id, currency, amountMinor, earnedMinor, lines, claimedMinor, claims, status, reason, settledAt } = payouts;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id, currency, amountMinor, earnedMinor, lines, claimedMinor, claims, status, reason, settledAt })
      .from(payouts)
      .where(
        and(
          eq(payouts.partnerId, whose(partnerId, viewer)),
          scope(viewer, payouts),
          sql`${status} not in ('prepared', 'dropped')`,
        ),
      )
      .orderBy(sql`${settledAt} desc nulls first`, desc(id))
      .limit(perPage),
  );
}
export type PayoutRow = Awaited<ReturnType<typeof listPayouts>>[number];

/** What is to be paid in each currency, and the latest batches, those that wait first. For staff. */
export async function readPayouts(viewer: Viewer) {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  const { id, number, currency, status, payouts: count, totalMinor, approvedMinor, preparedAt } = payoutBatches;
  return withViewer(viewer, async (tx) => {
    const [program, waiting, batches] = await Promise.all([
      getProgram(viewer),
      tx.execute<{ currency: string; partners: number; sum: string }>(
        sql`select currency, count(*)::int as partners, (-sum(balance_minor))::text as sum from ledger_accounts where kind = 'payable' and balance_minor < 0 group by 1 order by 2 desc, 1`,
      ),
      tx
        .select({
          id,
          number,
          currency,
          status,
          payouts: count,
          totalMinor,
          approvedMinor,
          preparedAt,
          preparer: people.name,
          failed: sql<number>`(select count(*)::int from payouts where batch_id = ${id} and status = 'failed')`,
        })
        .from(payoutBatches)
        .innerJoin(people, eq(people.id, payoutBatches.preparedById))
        .orderBy(sql`array_position(array['prepared','approved','sent'], ${status})`, desc(number))
        .limit(perPage),
    ]);
    return { program, waiting, batches };
  });
}
export type BatchRow = Awaited<ReturnType<typeof readPayouts>>["batches"][number];

/** A batch with who did what, and a page of its payouts: those with something to look at first. For staff. Throws NotFound. */
export async function readBatch(viewer: Viewer, batchId: string, after = "") {
  if (viewer.kind !== "staff" || !isId(batchId)) throw new NotFound("This batch");
  const [preparer, approver] = [alias(people, "preparer"), alias(people, "approver")];
  const { id, partnerId, amountMinor, earnedMinor, lines, claimedMinor, claims, status, reason } = payouts;
  const rank = sql`array_position(array['failed','dropped','paying','prepared','paid'], ${status})`;
  const [at, last] = after.split("_");
  const beyond = last && isId(last) ? sql`(${rank}, ${id}) > (${Number(at) || 0}::int, ${last}::uuid)` : undefined;
  return withViewer(viewer, async (tx) => {
    // A batch may pay ten thousand: a page is picked before anything is looked up for it.
    const picked = tx.$with("picked").as(
      tx
        .select({ id, rank: sql<number>`${rank}`.as("rank") })
        .from(payouts)
        .where(and(eq(payouts.batchId, batchId), beyond, scope(viewer, payouts)))
        .orderBy(rank, asc(id))
        .limit(perPage + 1),
    );
    const [program, [batch], rows, sums] = await Promise.all([
      getProgram(viewer),
      tx
        .select({ batch: payoutBatches, preparer: preparer.name, approver: approver.name })
        .from(payoutBatches)
        .innerJoin(preparer, eq(preparer.id, payoutBatches.preparedById))
        .leftJoin(approver, eq(approver.id, payoutBatches.approvedById))
        .where(eq(payoutBatches.id, batchId))
        .limit(1),
      tx
        .with(picked)
        .select({
          id,
          partnerId,
          partner: partners.name,
          amountMinor,
          earnedMinor,
          lines,
          claimedMinor,
          claims,
          status,
          reason,
          last4: payoutDetails.last4,
          rank: picked.rank,
        })
        .from(picked)
        .innerJoin(payouts, eq(id, picked.id))
        .leftJoin(partners, eq(partners.id, partnerId))
        .innerJoin(payoutDetails, eq(payoutDetails.id, payouts.bankId))
        .orderBy(picked.rank, asc(picked.id)),
      tx.execute<{ status: string; count: number; sum: string }>(
        sql`select status, count(*)::int as count, sum(amount_minor)::text as sum from payouts where batch_id = ${batchId} group by 1`,
      ),
    ]);
    if (!batch) throw new NotFound("This batch");
    const shown = rows.slice(0, perPage);
    const edge = shown.at(-1);
    return {
      program,
      ...batch,
      sums,
      rows: shown,
      next: rows.length > perPage && edge ? `${edge.rank}_${edge.id}` : null,
    };
  });
}
export type BatchPayout = Awaited<ReturnType<typeof readBatch>>["rows"][number];

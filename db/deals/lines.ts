import "server-only";
import { and, asc, eq, notInArray, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { lockDeal } from "@/db/deals/lock";
import { nextMoment } from "@/db/deals/move";
import { dealLines, dealVersions, products } from "@/db/deals/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type Line, type LinesInput, sumOf } from "@/lib/deals/lines";
import { Refused } from "@/lib/errors";
import { decimalOfE4 } from "@/lib/money";

/** The products of a deal for the form that changes them, with a mark of what they are now and the products to choose from. */
export function readLinesForm(viewer: Viewer, dealId: string) {
  return withViewer(viewer, async (tx) => ({
    shown: await markOf(tx, dealId, scope(viewer, dealLines)),
    lines: await tx
      .select({
        id: dealLines.id,
        productId: dealLines.productId,
        quantity: dealLines.quantity,
        unitPriceE4: dealLines.unitPriceE4,
        discountE4: dealLines.discountE4,
        amountE4: dealLines.amountE4,
      })
      .from(dealLines)
      .where(and(eq(dealLines.dealId, dealId), scope(viewer, dealLines)))
      .orderBy(asc(dealLines.lineNo))
      .limit(190),
    products: await tx
      .select({ id: products.id, name: products.name })
      .from(products)
      .orderBy(asc(products.name))
      .limit(2_000),
  }));
}

/** Changes whenever a line does. */
async function markOf(tx: Tx, dealId: string, seen = sql`true`): Promise<string> {
  const [row] = await tx.execute<{ mark: string }>(
    sql`select coalesce(md5(string_agg(deal_lines::text, '|' order by id)), 'none') as mark from ${dealLines} where deal_id = ${dealId} and ${seen}`,
  );
  return row?.mark ?? "none";
}

/**
 * Makes the lines of an open deal what the form says, and the deal's amount their sum when asked: as a version from `now`
 * on. Of two people at once one does. Throws NotFound and Refused.
 */
export async function saveLines(tx: Tx, actor: Actor, input: LinesInput, now: Date): Promise<{ audit: AuditEntry }> {
  const { dealId, lines } = input;
  const deal = await lockDeal(tx, dealId);
  if (deal.stage.outcome !== "open")
    throw new Refused(`The deal is closed as ${deal.stage.outcome}: its products stay`);
  if ((await markOf(tx, dealId)) !== input.shown)
    throw new Refused("Somebody changed the products meanwhile: open this page again");
  await refuseUnknown(tx, lines);
  const before = await said(tx, dealId, deal);
  await write(tx, dealId, lines);
  const sum = sumOf(lines);
  const amountE4 = input.setAmount ? sum : deal.amountE4;
  if (amountE4 !== deal.amountE4) await setAmount(tx, actor, { dealId, deal, amountE4, now });
  const after = await said(tx, dealId, { ...deal, amountE4 });
  if (JSON.stringify(before) === JSON.stringify(after)) throw new Refused("Nothing was changed");
  const subject = { type: "deal", id: dealId, name: deal.name };
  return { audit: { action: "deal.products_changed", subject, partnerId: deal.partnerId, before, after } };
}

async function refuseUnknown(tx: Tx, lines: readonly Line[]): Promise<void> {
  const named = [...new Set(lines.flatMap(({ productId }) => productId ?? []))];
  const found = await tx
    .select({ id: products.id })
    .from(products)
    .where(sql`${products.id} = any(${`{${named.join(",")}}`}::uuid[])`);
  if (found.length < named.length) throw new Refused("A product of this list does not exist any more");
}

async function write(tx: Tx, dealId: string, lines: readonly Line[]): Promise<void> {
  const stay = lines.flatMap(({ id }) => id ?? []);
  await tx
    .delete(dealLines)
    .where(and(eq(dealLines.dealId, dealId), stay.length ? notInArray(dealLines.id, stay) : undefined));
  const [last] = await tx
    .select({ no: sql<number>`coalesce(max(${dealLines.lineNo}), 0)` })
    .from(dealLines)
    .where(eq(dealLines.dealId, dealId));
  let lineNo = last?.no ?? 0;
  for (const { id, quantityE4, ...line } of lines) {
    const values = { ...line, quantity: quantityOf(quantityE4) };
    if (!id) await tx.insert(dealLines).values({ ...values, dealId, lineNo: ++lineNo });
    else
      await tx
        .update(dealLines)
        .set(values)
        .where(and(eq(dealLines.id, id), eq(dealLines.dealId, dealId)));
  }
}

/** `3` for 30000, `2.5` for 25000. */
const quantityOf = (quantityE4: bigint) => decimalOfE4(quantityE4).replace(/\.?0+$/, "");

type Given = { dealId: string; deal: Awaited<ReturnType<typeof lockDeal>>; amountE4: bigint; now: Date };

async function setAmount(tx: Tx, actor: Actor, { dealId, deal, amountE4, now }: Given): Promise<void> {
  const { validFrom, today } = await nextMoment(tx, dealId, now);
  const { currency, expectedCloseOn } = deal;
  const recorded = { recordedAt: now, recordedById: actor.personId };
  await tx.insert(dealVersions).values({
    dealId,
    validFrom,
    fromOn: today,
    stage: deal.stageKey,
    amountE4,
    currency,
    expectedCloseOn,
    ...recorded,
  });
}

/** The lines as the audit log shows them. */
async function said(tx: Tx, dealId: string, { amountE4, currency }: { amountE4: bigint; currency: string }) {
  const rows = await tx
    .select({ name: products.name, quantity: dealLines.quantity, amountE4: dealLines.amountE4 })
    .from(dealLines)
    .leftJoin(products, eq(products.id, dealLines.productId))
    .where(eq(dealLines.dealId, dealId))
    .orderBy(asc(dealLines.lineNo));
  const money = (amount: bigint) => `${currency} ${decimalOfE4(amount)}`;
  return {
    amount: money(amountE4),
    products: rows.map((row) => `${row.quantity} ${row.name ?? "product not named"}, ${money(row.amountE4)}`),
  };
}

import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { accounts, dealLines, dealPartners, deals, dealVersions } from "@/db/deals/schema";
import { registrationNumber } from "@/lib/deals/registrations/words";
import { Refused } from "@/lib/errors";
import type { Registration } from "./lock";
import { registrationLines } from "./schema";

/** Opens a deal as the partner described it: its customer, its lines, in the first open stage from now on. */
export async function openDeal(tx: Tx, registration: Registration): Promise<string> {
  const { customerName, currency, partnerId, expectedCloseOn } = registration;
  if (!currency) throw new Refused("It names no currency: send it back");
  const lines = await tx.select().from(registrationLines).where(eq(registrationLines.registrationId, registration.id));
  const [stage] = await tx.execute<{ key: string }>(
    sql`select key from stages where outcome = 'open' order by position limit 1`,
  );
  const [opener] = await tx.execute<{ manager: string | null }>(
    sql`select manager_id as manager from partners where id = ${partnerId}`,
  );
  const [deal] = await tx
    .insert(deals)
    .values({
      name: customerName,
      accountId: await accountOf(tx, registration),
      stage: stage?.key as string,
      currency,
      accepted: true,
      registeredOn: registration.submittedOn,
      ownerId: opener?.manager ?? null,
      partnerPersonId: registration.submittedById,
      nextStep: null,
    })
    .returning({ id: deals.id });
  const dealId = (deal as { id: string }).id;
  await tx.insert(dealPartners).values({ dealId, partnerId, role: "sourcing", addedOn: sql`program_day(now())` });
  if (lines.length > 0)
    await tx
      .insert(dealLines)
      .values(
        lines.map(({ lineNo, productId, quantity, amountE4 }) => ({ dealId, lineNo, productId, quantity, amountE4 })),
      );
  await tx.insert(dealVersions).values({
    dealId,
    validFrom: sql`now()`,
    fromOn: sql`program_day(now())`,
    stage: stage?.key as string,
    amountE4: registration.amountE4,
    currency,
    expectedCloseOn,
  });
  return dealId;
}

/** The account of the same name or site, or a new one. */
async function accountOf(tx: Tx, { customerName, domain, country }: Registration): Promise<string> {
  const [known] = await tx.execute<{ id: string }>(sql`select id from accounts
    where lower(name) = lower(${customerName}) and (${country}::text is null or country is null or country = ${country})
    order by created_at, id limit 1`);
  if (known) return known.id;
  const [made] = await tx
    .insert(accounts)
    .values({ name: customerName, domain, country })
    .returning({ id: accounts.id });
  return (made as { id: string }).id;
}

/** Links a deal that stands already; the partner becomes its source when nobody is. */
export async function linkDeal(
  tx: Tx,
  dealId: string,
  { partnerId, submittedOn, id, dealId: own }: Registration,
): Promise<string> {
  const [deal] = await tx
    .select({ id: deals.id, sourceId: deals.partnerId, outcome: deals.outcome, registeredOn: deals.registeredOn })
    .from(deals)
    .where(eq(deals.id, dealId))
    .for("update");
  if (!deal) throw new Refused("This deal does not exist", "dealId");
  if (deal.outcome !== "open" && dealId !== own) throw new Refused("This deal is closed: open a new one", "dealId");
  const [other] = await tx.execute<{ number: number }>(
    sql`select number from registrations where deal_id = ${dealId} and status = 'approved' and id <> ${id} limit 1`,
  );
  if (other) throw new Refused(`${registrationNumber(other.number)} is approved for this deal already`, "dealId");
  const role = deal.sourceId && deal.sourceId !== partnerId ? "influencing" : "sourcing";
  await tx
    .insert(dealPartners)
    .values({ dealId, partnerId, role, addedOn: sql`program_day(now())` })
    .onConflictDoNothing();
  await tx
    .update(deals)
    .set({ accepted: true, registeredOn: deal.registeredOn ?? submittedOn, updatedAt: sql`now()` })
    .where(eq(deals.id, dealId));
  return dealId;
}

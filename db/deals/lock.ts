import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { deals } from "@/db/deals/schema";
import { stages } from "@/db/program/schema";
import { NotFound } from "@/lib/errors";

/** The deal as it stands once nobody else changes it, held until the transaction ends. Throws NotFound. */
export async function lockDeal(tx: Tx, id: string) {
  const [deal] = await tx
    .select({
      name: deals.name,
      partnerId: deals.partnerId,
      stageKey: deals.stage,
      amountE4: deals.amountE4,
      currency: deals.currency,
      openedOn: deals.openedOn,
      closedOn: deals.closedOn,
      stageSince: deals.stageSince,
      expectedCloseOn: deals.expectedCloseOn,
      nextStep: deals.nextStep,
      nextStepOn: deals.nextStepOn,
      closeReason: deals.closeReason,
      accountId: deals.accountId,
      partnerPersonId: deals.partnerPersonId,
    })
    .from(deals)
    .where(eq(deals.id, id))
    .for("update");
  if (!deal) throw new NotFound("This deal");
  // Read afterwards: a stage joined above would be that of the deal before the wait, and a moved deal would not be found.
  return { ...deal, stage: await readStage(tx, deal.stageKey) };
}

async function readStage(tx: Tx, key: string) {
  const stage = await findStage(tx, key);
  if (!stage) throw new Error(`The deal's stage ${key} does not exist`);
  return stage;
}

/** A stage by its key, null when there is none. */
export async function findStage(tx: Tx, key: string) {
  const [stage] = await tx
    .select({
      key: stages.key,
      name: stages.name,
      outcome: stages.outcome,
      requires: stages.requires,
      movesTo: stages.movesTo,
    })
    .from(stages)
    .where(eq(stages.key, key))
    .limit(1);
  return stage ?? null;
}

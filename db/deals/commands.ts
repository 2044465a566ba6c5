import "server-only";
import { and, eq, gte, isNull, ne, or, sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { lockDeal } from "@/db/deals/lock";
import { dealVersions } from "@/db/deals/schema";
import { stages } from "@/db/program/schema";
import type { Correction } from "@/lib/deals/form";
import { Refused } from "@/lib/errors";
import { decimalOfE4 } from "@/lib/money";

/**
 * Puts right what a deal became: from the day `on` it is in `stage`, with `amountE4` in the deal's currency when given.
 * Versions that said otherwise stay, marked as superseded, so that a restatement of past figures shows who made it and
 * when. Throws NotFound, and Refused when the day does not fit the deal.
 */
export async function correctDealOutcome(
  tx: Tx,
  actor: Actor,
  correction: Correction,
  today: string,
): Promise<{ audit: AuditEntry }> {
  const { dealId, stage, on, reason } = correction;
  const deal = await lockDeal(tx, dealId);
  const [target] = await tx.select({ name: stages.name }).from(stages).where(eq(stages.key, stage)).limit(1);
  if (!target) throw new Refused("This stage does not exist", "stage");
  if (on > today) throw new Refused("This day has not come yet", "on");
  if (deal.openedOn && on < deal.openedOn)
    throw new Refused(`The deal was opened on ${deal.openedOn}: choose a later day`, "on");
  const amountE4 = correction.amountE4 ?? deal.amountE4;
  const was = {
    stage: deal.stage.name,
    on: deal.closedOn ?? deal.stageSince?.toISOString().slice(0, 10),
    amount: `${deal.currency} ${decimalOfE4(deal.amountE4)}`,
  };
  const becomes = { stage: target.name, on, amount: `${deal.currency} ${decimalOfE4(amountE4)}` };
  if (JSON.stringify(was) === JSON.stringify(becomes)) throw new Refused("The deal says this already");
  const since = sql`(${on}::date::timestamp at time zone (select time_zone from settings))`;
  await tx
    .update(dealVersions)
    .set({ supersededAt: sql`now()`, supersededById: actor.personId })
    .where(
      and(
        eq(dealVersions.dealId, dealId),
        isNull(dealVersions.supersededAt),
        or(gte(dealVersions.validFrom, since), closing),
      ),
    );
  await tx.insert(dealVersions).values({
    dealId,
    validFrom: since,
    fromOn: on,
    stage,
    amountE4,
    currency: deal.currency,
    expectedCloseOn: deal.expectedCloseOn,
    recordedById: actor.personId,
  });
  const subject = { type: "deal", id: dealId, name: deal.name };
  return {
    audit: { action: "deal.corrected", subject, partnerId: deal.partnerId, before: was, after: becomes, reason },
  };
}

/** Versions that closed the deal: the correction takes their place wherever they stand. */
const closing = sql`${dealVersions.stage} in (select ${stages.key} from ${stages} where ${ne(stages.outcome, "open")})`;

import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { settings } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { currencyExponent, minorOfText } from "@/lib/incentives/minor";
import { formatMinor } from "@/lib/incentives/words";
import { accountOf, type BankDetails, lastOf } from "@/lib/payouts/bank";
import { payoutPolicies } from "./schema";
import { sealDetails } from "./seal";

type Done = { audit: AuditEntry };

/** What the account that pays in a currency is bound to. */
export const payerOf = (currency: string) => `payer ${currency}`;

/** Says how the program pays in a currency: the least, and how much finance approves in a day. Throws Refused. */
export async function changePolicy(
  tx: Tx,
  { currency, minimum, limit }: { currency: string; minimum: string; limit: string },
): Promise<Done> {
  const [minimumMinor, limitMinor] = [amountOf(minimum, currency, "minimum"), amountOf(limit, currency, "limit")];
  const [before] = await tx
    .select({ minimumMinor: payoutPolicies.minimumMinor, limitMinor: payoutPolicies.limitMinor })
    .from(payoutPolicies)
    .where(eq(payoutPolicies.currency, currency))
    .for("update");
  await tx
    .insert(payoutPolicies)
    .values({ currency, minimumMinor, limitMinor })
    .onConflictDoUpdate({ target: payoutPolicies.currency, set: { minimumMinor, limitMinor, updatedAt: sql`now()` } });
  const said = (least: bigint, most: bigint) => ({
    least: formatMinor(least, currency),
    limit: formatMinor(most, currency),
  });
  return {
    audit: {
      action: "payout_policy.changed",
      subject: { type: "payout_policy", id: null, name: currency },
      before: before ? said(before.minimumMinor, before.limitMinor) : null,
      after: said(minimumMinor, limitMinor),
    },
  };
}

function amountOf(text: string, currency: string, field: string): bigint {
  try {
    currencyExponent(currency);
    return minorOfText(text, currency);
  } catch (error) {
    throw new Refused((error as Error).message, field);
  }
}

/** Keeps the account that pays in a currency, sealed. Throws Refused before the currency is set up. */
export async function changePayer(tx: Tx, currency: string, bank: BankDetails): Promise<Done> {
  const { sealed, keyId } = sealDetails(bank, payerOf(currency));
  const last4 = lastOf(accountOf(bank));
  const [row] = await tx
    .update(payoutPolicies)
    .set({ payerSealed: sealed, payerKeyId: keyId, payerLast4: last4, updatedAt: sql`now()` })
    .where(eq(payoutPolicies.currency, currency))
    .returning({ currency: payoutPolicies.currency });
  if (!row) throw new Refused("Say first what is the least that is paid in this currency", "currency");
  const subject = { type: "payout_policy", id: null, name: currency };
  return { audit: { action: "payout_policy.changed", subject, after: { payer: last4 } } };
}

/** Sets for how long a new account waits, and how long a partner has for a statement. */
export async function changePayoutSettings(
  tx: Tx,
  days: { payoutHoldDays: number; statementDays: number },
): Promise<Done> {
  const { payoutHoldDays, statementDays } = settings;
  const [before] = await tx.select({ payoutHoldDays, statementDays }).from(settings).for("update");
  await tx.update(settings).set(days);
  const subject = { type: "settings", id: null, name: "payouts" };
  return { audit: { action: "settings.changed", subject, before: before ?? null, after: days } };
}

/** How the program pays, by currency, masked. For staff. */
export async function readPolicies(viewer: Viewer) {
  if (viewer.kind !== "staff") throw new NotFound("This page");
  const { currency, minimumMinor, limitMinor, payerLast4 } = payoutPolicies;
  return withViewer(viewer, async (tx) => {
    const [policies, [days], used] = await Promise.all([
      tx
        .select({ currency, minimumMinor, limitMinor, payerLast4 })
        .from(payoutPolicies)
        .where(scope(viewer, payoutPolicies))
        .orderBy(asc(currency))
        .limit(200),
      tx.select({ payoutHoldDays: settings.payoutHoldDays, statementDays: settings.statementDays }).from(settings),
      tx.execute<{ currency: string }>(
        sql`select distinct currency from ledger_accounts where kind = 'payable' order by 1`,
      ),
    ]);
    return { policies, days: days ?? { payoutHoldDays: 3, statementDays: 7 }, used: used.map((row) => row.currency) };
  });
}

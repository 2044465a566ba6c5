import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { whose } from "@/db/incentives/queries";
import { scope } from "@/db/scope";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { accountOf, type BankDetails, lastOf, masked, type TaxDetails } from "@/lib/payouts/bank";
import { tellAdmins } from "./letters";
import { payoutDetails } from "./schema";
import { sealDetails } from "./seal";

/** Whose details a sealed text is bound to. */
export const ownerOf = (partnerId: string, kind: "bank" | "tax") => `${partnerId} ${kind}`;

type Done = { audit: AuditEntry };
type Kept = { kind: "bank" | "tax"; form: string; country: string; last4: string; details: unknown };

/** Keeps a partner's new bank account, sealed; the one before ends, payouts wait, and its admins are told. */
export async function changeBank(tx: Tx, viewer: PartnerViewer, bank: BankDetails, portalUrl: string): Promise<Done> {
  const last4 = lastOf(accountOf(bank));
  const audit = await keep(tx, viewer, { kind: "bank", form: bank.kind, country: bank.country, last4, details: bank });
  await tellAdmins(
    tx,
    viewer.partnerId,
    {
      subject: "Your company's bank details were changed",
      paragraphs: [
        `${viewer.name} entered the account ${masked(last4)} for payouts to ${viewer.partnerName}.`,
        "Payouts to it wait for some days. If nobody of your company did this, tell the program at once: until then nothing is paid.",
      ],
    },
    portalUrl,
  );
  return { audit };
}

/** Keeps a partner's tax form and number, sealed. */
export async function changeTax(tx: Tx, viewer: PartnerViewer, tax: TaxDetails): Promise<Done> {
  const given = { kind: "tax" as const, form: tax.form, country: tax.country, last4: lastOf(tax.number), details: tax };
  return { audit: await keep(tx, viewer, given) };
}

async function keep(tx: Tx, viewer: PartnerViewer, { details, ...given }: Kept): Promise<AuditEntry> {
  const [before] = await tx
    .select({ country: payoutDetails.country, form: payoutDetails.form, last4: payoutDetails.last4 })
    .from(payoutDetails)
    .where(
      and(
        eq(payoutDetails.partnerId, viewer.partnerId),
        eq(payoutDetails.kind, given.kind),
        isNull(payoutDetails.endedAt),
      ),
    );
  const { sealed, keyId } = sealDetails(details, ownerOf(viewer.partnerId, given.kind));
  // The columns by name: a partner may write no others.
  await tx.execute(sql`insert into payout_details (partner_id, kind, form, country, last4, sealed, key_id)
    values (${viewer.partnerId}, ${given.kind}, ${given.form}, ${given.country}, ${given.last4}, ${sealed}, ${keyId})`);
  const { country, form, last4 } = given;
  return {
    action: given.kind === "bank" ? "payout_details.bank_changed" : "payout_details.tax_changed",
    subject: { type: "partner", id: viewer.partnerId, name: viewer.partnerName },
    partnerId: viewer.partnerId,
    before: before ?? null,
    after: { country, form, last4 },
  };
}

/** What may be shown of a partner's details, newest first: those that hold and what was there before. */
export async function listDetails(viewer: Viewer, partnerId: string) {
  const { id, kind, form, country, last4, createdAt, heldUntil, endedAt } = payoutDetails;
  return withViewer(viewer, (tx) =>
    tx
      .select({ id, kind, form, country, last4, createdAt, heldUntil, endedAt })
      .from(payoutDetails)
      .where(and(eq(payoutDetails.partnerId, whose(partnerId, viewer)), scope(viewer, payoutDetails)))
      .orderBy(desc(createdAt))
      .limit(20),
  );
}
export type DetailRow = Awaited<ReturnType<typeof listDetails>>[number];

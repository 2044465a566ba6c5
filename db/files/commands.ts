import "server-only";
import { createHash } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { dealPartners, deals } from "@/db/deals/schema";
import { placeColumn } from "@/db/files/queries";
import { files } from "@/db/files/schema";
import { fundClaims } from "@/db/funds/schema";
import { recordOf } from "@/db/record/commands";
import { registrations } from "@/db/registrations/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { FilePlace } from "@/lib/files/file-place";
import { FileProblemFound } from "@/lib/files/file-problems";

const most = 100;

type GivenFile = { name: string; type: string; content: Buffer };
type Given = GivenFile & {
  place: FilePlace;
  /** The partner that is to read it; null for staff alone. What partner people add is always their own company's. */
  sharedWith: string | null;
};

/**
 * Keeps a file of a deal, a registration, a claim or a partner, with a hash of its content. Throws NotFound for a place that the viewer does
 * not see, and FileProblemFound.
 */
export async function addFile(tx: Tx, viewer: Viewer, given: Given): Promise<{ audit: AuditEntry }> {
  const { place, name, type, content } = given;
  const { title, open, partnerIds } = await placeFor(tx, viewer, place);
  const partnerId = viewer.kind === "partner" ? viewer.partnerId : given.sharedWith;
  if (viewer.kind === "partner" && !open) throw new FileProblemFound("closed");
  if (partnerId && !partnerIds.includes(partnerId)) throw new FileProblemFound("partner");
  const there = await tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(placeColumn[place.of], place.id), scope(viewer, files)))
    .limit(most);
  if (there.length === most) throw new FileProblemFound("full");
  const idIn = (of: FilePlace["of"]) => (place.of === of ? place.id : null);
  const sha256 = createHash("sha256").update(content).digest("hex");
  // These columns alone: partner people may name no other.
  await tx.execute(sql`insert into files (deal_id, registration_id, fund_claim_id, about_id, partner_id, name, type, size, sha256, content)
    values (${idIn("deal")}, ${idIn("registration")}, ${idIn("claim")}, ${idIn("partner")}, ${partnerId}, ${name}, ${type}, ${content.length}, ${sha256}, ${content})`);
  const subject = { type: place.of, id: place.id, name: title };
  const after = { file: name, size: content.length, sha256, read: partnerId ? "with the partner" : "by staff alone" };
  return { audit: { action: "file.added", subject, partnerId, before: null, after } };
}

async function placeFor(tx: Tx, viewer: Viewer, { of, id }: FilePlace) {
  if (of === "deal") {
    const [deal] = await tx
      .select({ title: deals.name })
      .from(deals)
      .where(and(eq(deals.id, id), scope(viewer, deals)));
    if (!deal) throw new NotFound("This deal");
    const parts = await tx
      .select({ id: dealPartners.partnerId })
      .from(dealPartners)
      .where(and(eq(dealPartners.dealId, id), scope(viewer, dealPartners)));
    return { ...deal, open: true, partnerIds: parts.map((part) => part.id) };
  }
  if (of === "claim") return claimPlace(tx, viewer, id);
  if (of === "partner") return { title: (await recordOf(tx, viewer, id)).name, open: true, partnerIds: [id] };
  const [own] = await tx
    .select({ title: registrations.customerName, status: registrations.status, partnerId: registrations.partnerId })
    .from(registrations)
    .where(and(eq(registrations.id, id), scope(viewer, registrations)));
  if (!own) throw new NotFound("This registration");
  const open = ["draft", "submitted", "waiting", "returned", "approved"].includes(own.status);
  return { title: own.title ?? "Registration", open, partnerIds: [own.partnerId] };
}

/** Proof is added before a claim is submitted, and when it was sent back. */
async function claimPlace(tx: Tx, viewer: Viewer, id: string) {
  const [claim] = await tx
    .select({ title: fundClaims.what, status: fundClaims.status, partnerId: fundClaims.partnerId })
    .from(fundClaims)
    .where(and(eq(fundClaims.id, id), scope(viewer, fundClaims)));
  if (!claim) throw new NotFound("This claim");
  return { title: claim.title, open: ["draft", "returned"].includes(claim.status), partnerIds: [claim.partnerId] };
}

/** Takes a file away; the log keeps its name and hash. Proof of a claim stays. Throws NotFound. */
export async function removeFile(tx: Tx, fileId: string): Promise<{ audit: AuditEntry }> {
  const [gone] = await tx
    .delete(files)
    .where(and(eq(files.id, fileId), isNull(files.fundClaimId)))
    .returning({
      dealId: files.dealId,
      registrationId: files.registrationId,
      aboutId: files.aboutId,
      partnerId: files.partnerId,
      name: files.name,
      sha256: files.sha256,
    });
  if (!gone) throw new NotFound("This file");
  const type = gone.dealId ? "deal" : gone.aboutId ? "partner" : "registration";
  const subject = { type, id: gone.dealId ?? gone.aboutId ?? gone.registrationId, name: gone.name };
  const before = { file: gone.name, sha256: gone.sha256 };
  return { audit: { action: "file.removed", subject, partnerId: gone.partnerId, before, after: null } };
}

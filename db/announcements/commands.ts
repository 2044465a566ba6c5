import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { scope } from "@/db/scope";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { type AnnouncementInput, segmentSays } from "@/lib/announcements/form";
import { NotFound, Refused } from "@/lib/errors";
import { announcements } from "./schema";

/** Publishes an announcement to a segment: it stands on the partners' home at once, and no mail leaves. Throws Refused. */
export async function publishAnnouncement(
  tx: Tx,
  viewer: Viewer,
  input: AnnouncementInput,
  today: string,
): Promise<{ id: string; audit: AuditEntry }> {
  const { title, body, pinned, expiresOn } = input;
  if (expiresOn && expiresOn < today) throw new Refused("This day is over already", "expiresOn");
  const segment = {
    tiers: input.tier,
    types: input.type as string[],
    statuses: input.status as string[],
    countries: input.country,
    regions: input.region,
  };
  const [made] = await tx
    .insert(announcements)
    .values({ title, body, pinned, expiresOn, ...segment, publishedById: viewer.personId })
    .returning({ id: announcements.id });
  if (!made) throw new Error("The announcement was not written");
  const after = { title, body, for: segmentSays(segment), pinned, expiresOn };
  const subject = { type: "announcement", id: made.id, name: title };
  return { id: made.id, audit: { action: "announcement.published", subject, after } };
}

/** Takes an announcement back: partners see it no more, who had read it stays known. Throws NotFound. */
export async function withdrawAnnouncement(tx: Tx, id: string): Promise<{ audit: AuditEntry }> {
  const [gone] = await tx
    .update(announcements)
    .set({ withdrawnAt: sql`now()` })
    .where(and(eq(announcements.id, id), isNull(announcements.withdrawnAt)))
    .returning({ title: announcements.title });
  if (!gone) throw new NotFound("This announcement");
  return { audit: { action: "announcement.withdrawn", subject: { type: "announcement", id, name: gone.title } } };
}

/** Notes that a partner's person has read an announcement that is for their company. Throws NotFound for any other. */
export async function markRead(tx: Tx, viewer: PartnerViewer, id: string): Promise<{ audit: AuditEntry }> {
  const [found] = await tx
    .select({ title: announcements.title })
    .from(announcements)
    .where(and(eq(announcements.id, id), scope(viewer, announcements)));
  if (!found) throw new NotFound("This announcement");
  await tx.execute(sql`insert into announcement_reads (announcement_id, person_id, partner_id)
    values (${id}, ${viewer.personId}, ${viewer.partnerId}) on conflict do nothing`);
  const subject = { type: "announcement", id, name: found.title };
  return { audit: { action: "announcement.read", subject, partnerId: viewer.partnerId } };
}

import { z } from "zod";
import { formatDay } from "@/lib/format";
import { isDay, isId, pageNumber, someOf, someTexts } from "@/lib/lists/parameters";
import { keysOf, partnerStatuses, partnerTypes } from "@/lib/partners/words";

/** Whom an announcement is for, as an address says it: the filters of partners that a partner may know of itself. */
export const segmentFilter = z.object({
  tier: someTexts,
  type: someOf(keysOf(partnerTypes)),
  status: someOf(keysOf(partnerStatuses)),
  country: someTexts,
  region: someTexts,
});
export type SegmentFilter = z.output<typeof segmentFilter>;

/** An announcement as written; the segment travels along unseen. */
export const announcementForm = segmentFilter.extend({
  title: z.string().trim().min(1, "Write a title").max(200, "At most 200 characters"),
  body: z.string().trim().min(1, "Write what is new").max(10_000, "At most 10,000 characters"),
  pinned: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
  expiresOn: z
    .string()
    .trim()
    .default("")
    .refine((text) => text === "" || isDay(text), "Write the day as year, month and day, such as 2026-03-31")
    .transform((text) => text || null),
});
export type AnnouncementInput = z.output<typeof announcementForm>;

export const announcementId = z.object({ announcementId: z.string().refine(isId) });
export const announcementPage = z.object({ page: pageNumber });

/** A segment in words: `gold, reseller, Germany`, or everybody. */
export function segmentSays(segment: {
  tiers: string[];
  types: string[];
  statuses: string[];
  countries: string[];
  regions: string[];
}): string {
  const words: Record<string, string> = { ...partnerTypes, ...partnerStatuses };
  const all = [segment.tiers, segment.types, segment.statuses, segment.countries, segment.regions]
    .filter((list) => list.length > 0)
    .map((list) => list.map((value) => words[value] ?? value).join(" or "));
  return all.length === 0 ? "All partners" : all.join(", ");
}

type Standing = { withdrawnAt: Date | null; expiresOn: string | null; pinned: boolean };

/** Where an announcement stands on a day, as a badge says it. */
export function announcementState({ withdrawnAt, expiresOn, pinned }: Standing, today: string) {
  if (withdrawnAt) return { text: "Taken back", tone: "neutral" as const };
  if (expiresOn && expiresOn < today) return { text: `Ended ${formatDay(expiresOn)}`, tone: "neutral" as const };
  return pinned ? { text: "Pinned", tone: "info" as const } : { text: "Shown", tone: "good" as const };
}

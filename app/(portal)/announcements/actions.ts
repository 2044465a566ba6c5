"use server";

import { markRead } from "@/db/announcements/commands";
import { announcementId } from "@/lib/announcements/form";
import { action } from "@/lib/auth/action";
import { Forbidden } from "@/lib/errors";

export const read = action({
  name: "announcement.read",
  permission: "announcements.mark",
  schema: announcementId,
  run: async ({ tx, viewer, input }) => {
    if (viewer.kind !== "partner") throw new Forbidden("Partner people mark what they have read.");
    return markRead(tx, viewer, input.announcementId);
  },
});

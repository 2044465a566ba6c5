"use server";

import { publishAnnouncement, withdrawAnnouncement } from "@/db/announcements/commands";
import { todayIn } from "@/db/program/queries";
import { announcementForm, announcementId } from "@/lib/announcements/form";
import { action } from "@/lib/auth/action";

export const publish = action({
  name: "announcement.publish",
  permission: "announcements.write",
  schema: announcementForm,
  run: async ({ tx, viewer, input }) => {
    const { id, audit } = await publishAnnouncement(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: `/announcements/${id}` };
  },
});

export const withdraw = action({
  name: "announcement.withdraw",
  permission: "announcements.write",
  schema: announcementId,
  run: async ({ tx, input }) => {
    const { audit } = await withdrawAnnouncement(tx, input.announcementId);
    return { audit, redirectTo: "/announcements" };
  },
});

"use server";

import { z } from "zod";
import { startViewAs } from "@/db/people/view-as";
import { action } from "@/lib/auth/action";

/** Staff look at the portal as a partner does: read only, for half an hour, with a reason. */
export const viewAsPartner = action({
  name: "partner.viewAs",
  permission: "partners.viewAs",
  schema: z.object({
    partner: z.uuid(),
    reason: z.string().trim().min(3, "Say why: the partner's company may ask.").max(500),
  }),
  run: async ({ tx, viewer, input }) => ({
    audit: await startViewAs(tx, viewer.sessionId, input.partner, input.reason),
    redirectTo: "/home",
  }),
});

"use server";

import { markActivity } from "@/db/scorecards/plan-commands";
import { action } from "@/lib/auth/action";
import { markForm } from "@/lib/scorecards/plan-form";

/** Partner people say it of their own company's activities. */
export const markOwnActivity = action({
  name: "plan.markOwnActivity",
  permission: "plan.activities",
  schema: markForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await markActivity(tx, viewer, { activityId: input.activityId, done: input.done === "yes" });
    return { audit };
  },
});

export const markAnyActivity = action({
  name: "plan.markActivity",
  permission: "plan.edit",
  schema: markForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await markActivity(tx, viewer, { activityId: input.activityId, done: input.done === "yes" });
    return { audit };
  },
});

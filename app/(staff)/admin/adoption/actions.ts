"use server";

import { z } from "zod";
import { keepUsageFor } from "@/db/usage/settings";
import { action } from "@/lib/auth/action";

const days = z.coerce
  .number("Write a number of days")
  .int("Write a whole number")
  .min(30, "At least 30 days")
  .max(4000, "At most 4000 days");

/** Keeps for how long it is known which pages were used. */
export const saveUsageDays = action({
  name: "usage.keep",
  permission: "settings.manage",
  schema: z.object({ days }),
  run: async ({ tx, input }) => ({
    audit: await keepUsageFor(tx, input.days),
    notice: "What is older goes within a day.",
  }),
});

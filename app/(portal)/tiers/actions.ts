"use server";

import { appealMove } from "@/db/tiers/commands";
import { action } from "@/lib/auth/action";
import { NotFound } from "@/lib/errors";
import { appealForm } from "@/lib/tiers/form";

export const appeal = action({
  name: "tier.appeal",
  permission: "tiers.appeal",
  schema: appealForm,
  run: async ({ tx, viewer, input }) => {
    if (viewer.kind !== "partner") throw new NotFound("This change of tier");
    const { audit } = await appealMove(tx, viewer, input);
    return { audit, redirectTo: "/tiers" };
  },
});

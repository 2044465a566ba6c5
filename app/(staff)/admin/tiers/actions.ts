"use server";

import * as program from "@/db/program/commands";
import { action } from "@/lib/auth/action";
import { tierChangeForm, tierForm } from "@/lib/program/forms";

export const createTier = action({
  name: "tier.create",
  permission: "tiers.manage",
  schema: tierForm,
  run: async ({ tx, input }) => ({ audit: (await program.createTier(tx, input)).audit, redirectTo: "/admin/tiers" }),
});

export const changeTier = action({
  name: "tier.change",
  permission: "tiers.manage",
  schema: tierChangeForm,
  run: async ({ tx, input: { key, ...input } }) => ({
    audit: (await program.changeTier(tx, key, input)).audit,
    redirectTo: "/admin/tiers",
  }),
});

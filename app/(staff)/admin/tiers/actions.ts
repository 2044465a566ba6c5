"use server";

import * as program from "@/db/program/commands";
import { action } from "@/lib/auth/action";
import { criterionForm, tierChangeForm, tierForm } from "@/lib/program/forms";

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

export const addCriterion = action({
  name: "tier.addCriterion",
  permission: "tiers.manage",
  schema: criterionForm,
  run: async ({ tx, input }) => ({
    audit: (await program.addTierCriterion(tx, input.name)).audit,
    notice: "The criterion is added: tiers can ask for it, and its values are entered on each partner's tier page.",
  }),
});

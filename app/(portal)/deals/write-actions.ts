"use server";

import { addNote } from "@/db/deals/notes";
import { planDeal } from "@/db/deals/plan";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { planForm } from "@/lib/deals/form";
import { noteForm } from "@/lib/deals/note-form";
import { Forbidden } from "@/lib/errors";

export const writeOnDeal = action({
  name: "deal.write",
  permission: "deals.write",
  schema: noteForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await addNote(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});

export const planOwnDeal = action({
  name: "deal.plan",
  permission: "deals.plan",
  schema: planForm,
  run: async ({ tx, viewer, input }) => {
    if (viewer.kind !== "partner") throw new Forbidden("Partners plan their own deals.");
    const { audit } = await planDeal(tx, viewer, input, await todayIn(tx));
    return { audit, notice: "Saved. Your channel manager sees it." };
  },
});

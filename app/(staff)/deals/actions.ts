"use server";

import { correctDealOutcome } from "@/db/deals/commands";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { correctionForm } from "@/lib/deals/form";

export const correctDeal = action({
  name: "deal.correct",
  permission: "deals.correct",
  schema: correctionForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await correctDealOutcome(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});

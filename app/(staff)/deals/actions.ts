"use server";

import { correctDealOutcome } from "@/db/deals/commands";
import { moveDeal, setNextStep } from "@/db/deals/move";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { correctionForm, moveForm, nextStepForm } from "@/lib/deals/form";

export const correctDeal = action({
  name: "deal.correct",
  permission: "deals.correct",
  schema: correctionForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await correctDealOutcome(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});

export const moveToStage = action({
  name: "deal.move",
  permission: "deals.move",
  schema: moveForm,
  run: async ({ tx, actor, input, now }) => {
    const { audit } = await moveDeal(tx, actor, input, now);
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});

export const saveNextStep = action({
  name: "deal.nextStep",
  permission: "deals.move",
  schema: nextStepForm,
  run: async ({ tx, input, now }) => {
    const { audit } = await setNextStep(tx, input, now);
    return { audit, notice: input.nextStep ? "The next step is saved." : "The deal has no next step now." };
  },
});

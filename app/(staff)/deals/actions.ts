"use server";

import { assignDeals } from "@/db/deals/assign";
import { correctDealOutcome } from "@/db/deals/commands";
import { saveLines } from "@/db/deals/lines";
import { moveDeal, setNextStep } from "@/db/deals/move";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { assignForm, correctionForm, moveForm, nextStepForm } from "@/lib/deals/form";
import { linesForm } from "@/lib/deals/lines";

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
    if (input.stay) return { audit, notice: `${audit.subject.name} is in ${audit.after?.stage} now.` };
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});

export const assignTicked = action({
  name: "deal.assign",
  permission: "deals.assign",
  schema: assignForm,
  run: async ({ tx, input, now }) => {
    const { audit, owner } = await assignDeals(tx, input, now);
    const count = audit.length === 1 ? "One deal is" : `${audit.length} deals are`;
    return { audit, notice: `${count} ${owner}'s now.` };
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

export const saveProducts = action({
  name: "deal.products",
  permission: "deals.move",
  schema: linesForm,
  run: async ({ tx, actor, input, now }) => {
    const { audit } = await saveLines(tx, actor, input, now);
    return { audit, redirectTo: `/deals/${input.dealId}` };
  },
});

"use server";

import { todayIn } from "@/db/program/queries";
import * as tiers from "@/db/tiers/commands";
import { evaluatePartners } from "@/db/tiers/evaluate";
import { action } from "@/lib/auth/action";
import { formatCount } from "@/lib/format";
import { answerForm, bulkForm, decisionForm, evaluationForm, reasonForm, valueForm } from "@/lib/tiers/form";

export const evaluate = action({
  name: "tier.evaluate",
  permission: "tiers.review",
  schema: evaluationForm,
  long: true,
  run: async ({ tx, actor, input }) => {
    const made = await evaluatePartners(tx, actor, { asOf: input.asOf, today: await todayIn(tx) });
    if (!made) throw new Error("An evaluation that a person asks for is always made");
    const { audit, partners, promotions, demotions } = made;
    const notice = `${formatCount(partners)} partners measured: ${promotions} promotions and ${demotions} demotions proposed.`;
    return { audit, notice };
  },
});

export const approve = action({
  name: "tier.approve",
  permission: "tiers.review",
  schema: decisionForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await tiers.approveMove(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/tiers/reviews/${input.moveId}` };
  },
});

export const approveTicked = action({
  name: "tier.approveTicked",
  permission: "tiers.review",
  schema: bulkForm,
  run: async ({ tx, actor, input }) => {
    const audit = await tiers.approveSeveral(tx, actor, input.moveId, await todayIn(tx));
    return { audit, notice: `${audit.length} approved. They hold from today.` };
  },
});

export const decline = action({
  name: "tier.decline",
  permission: "tiers.review",
  schema: reasonForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await tiers.declineMove(tx, actor, input);
    return { audit, redirectTo: `/tiers/reviews/${input.moveId}` };
  },
});

export const answerAppeal = action({
  name: "tier.answerAppeal",
  permission: "tiers.review",
  schema: answerForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await tiers.answerAppeal(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/tiers/reviews/${input.moveId}` };
  },
});

export const enterValue = action({
  name: "tier.enterValue",
  permission: "tiers.values",
  schema: valueForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await tiers.enterValue(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/tiers?partner=${input.partnerId}` };
  },
});

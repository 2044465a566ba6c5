"use server";

import { todayIn } from "@/db/program/queries";
import {
  addMetric,
  changeMetric,
  changeScorecard,
  createScorecard,
  enterValue,
  removeMetric,
} from "@/db/scorecards/commands";
import { action } from "@/lib/auth/action";
import { addForm, changeForm, headForm, metricForm, startForm, valueForm } from "@/lib/scorecards/form";

export const setUpScorecard = action({
  name: "scorecard.create",
  permission: "scorecards.edit",
  schema: startForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await createScorecard(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/scorecards/${input.partnerId}` };
  },
});

export const changeHead = action({
  name: "scorecard.change",
  permission: "scorecards.edit",
  schema: headForm,
  run: async ({ tx, input }) => ({ ...(await changeScorecard(tx, input)), notice: "Saved" }),
});

export const putOnScorecard = action({
  name: "scorecard.addMetric",
  permission: "scorecards.edit",
  schema: addForm,
  run: async ({ tx, input }) => {
    const { audit } = await addMetric(tx, input, await todayIn(tx));
    return { audit, redirectTo: `/scorecards/${input.partnerId}/edit` };
  },
});

export const changeOnScorecard = action({
  name: "scorecard.changeMetric",
  permission: "scorecards.edit",
  schema: changeForm,
  run: async ({ tx, input }) => {
    const { audit } = await changeMetric(tx, input);
    return { audit, redirectTo: `/scorecards/${input.partnerId}/edit` };
  },
});

export const takeOffScorecard = action({
  name: "scorecard.removeMetric",
  permission: "scorecards.edit",
  schema: metricForm,
  run: async ({ tx, input }) => {
    const { audit } = await removeMetric(tx, input.partnerId, input.metricId);
    return { audit, redirectTo: `/scorecards/${input.partnerId}/edit` };
  },
});

export const enterOnScorecard = action({
  name: "scorecard.enterValue",
  permission: "scorecards.edit",
  schema: valueForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await enterValue(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/scorecards/${input.partnerId}/edit` };
  },
});

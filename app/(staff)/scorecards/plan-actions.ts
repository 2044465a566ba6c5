"use server";

import { addActivity, addGoal, createPlan, movePlan, removeGoal, setTargets } from "@/db/scorecards/plan-commands";
import { action } from "@/lib/auth/action";
import { activityForm, goalForm, goalIdForm, moveForm, planForm, targetsForm } from "@/lib/scorecards/plan-form";

export const beginPlan = action({
  name: "plan.create",
  permission: "plan.edit",
  schema: planForm,
  run: async ({ tx, actor, input }) => {
    const { audit, partnerId } = await createPlan(tx, actor, input);
    return { audit, redirectTo: `/scorecards/${partnerId}/plan` };
  },
});

export const putGoal = action({
  name: "plan.addGoal",
  permission: "plan.edit",
  schema: goalForm,
  run: async ({ tx, input }) => {
    const { audit, partnerId } = await addGoal(tx, input);
    return { audit, redirectTo: `/scorecards/${partnerId}/plan` };
  },
});

export const changeTargets = action({
  name: "plan.setTargets",
  permission: "plan.edit",
  schema: targetsForm,
  run: async ({ tx, input }) => {
    const { audit, partnerId } = await setTargets(tx, input);
    return { audit, redirectTo: `/scorecards/${partnerId}/plan` };
  },
});

export const takeGoalOut = action({
  name: "plan.removeGoal",
  permission: "plan.edit",
  schema: goalIdForm,
  run: async ({ tx, input }) => {
    const { audit, partnerId } = await removeGoal(tx, input.goalId);
    return { audit, redirectTo: `/scorecards/${partnerId}/plan` };
  },
});

export const putActivity = action({
  name: "plan.addActivity",
  permission: "plan.edit",
  schema: activityForm,
  run: async ({ tx, input }) => {
    const { audit, partnerId } = await addActivity(tx, input);
    return { audit, redirectTo: `/scorecards/${partnerId}/plan` };
  },
});

export const advancePlan = action({
  name: "plan.move",
  permission: "plan.edit",
  schema: moveForm,
  run: async ({ tx, input }) => {
    const { audit, partnerId } = await movePlan(tx, input);
    return { audit, redirectTo: `/scorecards/${partnerId}/plan` };
  },
});

"use server";

import { z } from "zod";
import { approveEarnings } from "@/db/incentives/approve";
import { closeMonth } from "@/db/incentives/close";
import { approvePlan, endPlan, newVersion, proposePlan, returnPlan, savePlan } from "@/db/incentives/plans";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { approvalForm } from "@/lib/incentives/approval-form";
import { endForm, planForm, planIdForm } from "@/lib/incentives/plan-form";

export const saveIncentivePlan = action({
  name: "incentivePlan.save",
  permission: "plans.edit",
  schema: planForm,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await savePlan(tx, actor, input);
    return { audit, redirectTo: `/incentives/plans/${id}` };
  },
});

export const versionIncentivePlan = action({
  name: "incentivePlan.newVersion",
  permission: "plans.edit",
  schema: planIdForm,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await newVersion(tx, actor, input.planId, await todayIn(tx));
    return { audit, redirectTo: `/incentives/plans/${id}/edit` };
  },
});

export const proposeIncentivePlan = action({
  name: "incentivePlan.propose",
  permission: "plans.edit",
  schema: planIdForm,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await proposePlan(tx, actor, input.planId);
    return { audit, redirectTo: `/incentives/plans/${id}` };
  },
});

export const returnIncentivePlan = action({
  name: "incentivePlan.return",
  permission: "plans.approve",
  schema: planIdForm,
  run: async ({ tx, input }) => {
    const { id, audit } = await returnPlan(tx, input.planId);
    return { audit, redirectTo: `/incentives/plans/${id}` };
  },
});

export const approveIncentivePlan = action({
  name: "incentivePlan.approve",
  permission: "plans.approve",
  schema: planIdForm,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await approvePlan(tx, actor, input.planId);
    return { audit, redirectTo: `/incentives/plans/${id}` };
  },
});

export const endIncentivePlan = action({
  name: "incentivePlan.end",
  permission: "plans.approve",
  schema: endForm,
  run: async ({ tx, input }) => {
    const { id, audit } = await endPlan(tx, input.planId, input.lastDay);
    return { audit, redirectTo: `/incentives/plans/${id}` };
  },
});

export const approveDueEarnings = action({
  name: "earnings.approve",
  permission: "earnings.approve",
  schema: approvalForm,
  run: async ({ tx, actor, input }) => {
    const { rows, audit } = await approveEarnings(tx, input.group, { personId: actor.personId });
    return { audit, notice: `${rows} earnings are approved.` };
  },
});

export const closeStatements = action({
  name: "statements.close",
  permission: "earnings.approve",
  schema: z.object({ month: z.iso.date() }),
  run: async ({ tx, actor, input }) => {
    const done = await closeMonth(tx, input.month, { personId: actor.personId, today: await todayIn(tx) });
    return { audit: done.audit, notice: `${done.statements} statements are final.` };
  },
});

"use server";

import * as budgets from "@/db/funds/budgets";
import * as decisions from "@/db/funds/decide";
import * as claims from "@/db/funds/decide-claim";
import { action } from "@/lib/auth/action";
import {
  allocateForm,
  amendmentDecisionForm,
  budgetForm,
  claimDecisionForm,
  requestDecisionForm,
} from "@/lib/funds/form";

export const createBudget = action({
  name: "funds.createBudget",
  permission: "funds.budget",
  schema: budgetForm,
  run: async ({ tx, input }) => {
    const { id, audit } = await budgets.createBudget(tx, input);
    return { audit, redirectTo: `/funds/budgets/${id}` };
  },
});

export const allocate = action({
  name: "funds.allocate",
  permission: "funds.budget",
  schema: allocateForm,
  run: async ({ tx, input }) => ({
    audit: (await budgets.allocate(tx, input)).audit,
    redirectTo: `/funds/budgets/${input.budgetId}`,
  }),
});

export const decideRequest = action({
  name: "funds.decideRequest",
  permission: "funds.decide",
  schema: requestDecisionForm,
  run: async ({ tx, viewer, actor, input }) => ({
    audit: (await decisions.decideRequest(tx, viewer, actor, input)).audit,
    redirectTo: `/funds/requests/${input.requestId}`,
  }),
});

export const decideAmendment = action({
  name: "funds.decideAmendment",
  permission: "funds.decide",
  schema: amendmentDecisionForm,
  run: async ({ tx, viewer, input }) => ({
    audit: (await decisions.decideAmendment(tx, viewer, input)).audit,
    redirectTo: `/funds/requests/${input.requestId}`,
  }),
});

export const decideClaim = action({
  name: "funds.decideClaim",
  permission: "claims.decide",
  schema: claimDecisionForm,
  run: async ({ tx, viewer, actor, input }) => ({
    audit: (await claims.decideClaim(tx, viewer, actor, input)).audit,
    redirectTo: `/funds/claims/${input.claimId}`,
  }),
});

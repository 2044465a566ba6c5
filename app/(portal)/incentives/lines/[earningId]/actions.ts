"use server";

import { correctLine } from "@/db/payouts/correct";
import { confirmStatement, questionLine } from "@/db/payouts/statements";
import { action } from "@/lib/auth/action";
import { deliverSoon } from "@/lib/auth/deliver-soon";
import { publicUrl } from "@/lib/auth/public-url";
import { NotFound } from "@/lib/errors";
import { statementHref } from "@/lib/incentives/address";
import { confirmForm, correctForm, questionForm } from "@/lib/payouts/form";

export const confirmOwnStatement = action({
  name: "statement.confirm",
  permission: "statements.confirm",
  schema: confirmForm,
  run: async ({ tx, viewer, input }) => {
    if (viewer.kind !== "partner") throw new NotFound();
    const { audit } = await confirmStatement(tx, viewer, input);
    return { audit, redirectTo: statementHref(input) };
  },
});

export const questionOwnLine = action({
  name: "statement.question",
  permission: "statements.confirm",
  schema: questionForm,
  run: async ({ tx, viewer, input, now }) => {
    if (viewer.kind !== "partner") throw new NotFound();
    const { id, audit } = await questionLine(tx, viewer, input, { now, portalUrl: publicUrl() });
    return { audit, committed: deliverSoon, redirectTo: `/issues/${id}` };
  },
});

export const correctEarning = action({
  name: "earning.correct",
  permission: "earnings.correct",
  schema: correctForm,
  run: async ({ tx, input }) => {
    const { audit } = await correctLine(tx, input);
    return { audit, redirectTo: `/incentives/lines/${input.earningId}` };
  },
});

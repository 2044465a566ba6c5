"use server";

import { changeRule } from "@/db/alerts/commands";
import { enqueue } from "@/db/jobs/queue";
import { ruleForm } from "@/lib/alerts/form";
import { action } from "@/lib/auth/action";

/** Keeps how the program wants a rule; what holds by it is asked soon. */
export const saveAlertRule = action({
  name: "alert.changeRule",
  permission: "alerts.rules",
  schema: ruleForm,
  run: async ({ tx, input }) => {
    const { audit } = await changeRule(tx, input);
    await enqueue(tx, "alerts", { key: `rule ${input.rule}`, payload: { rule: input.rule } });
    return { audit, redirectTo: "/alerts/rules" };
  },
});

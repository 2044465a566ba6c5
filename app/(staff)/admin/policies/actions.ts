"use server";

import { changePolicies } from "@/db/program/policies";
import { action } from "@/lib/auth/action";
import { policiesForm } from "@/lib/deals/registrations/policies";

export const savePolicies = action({
  name: "policies.change",
  permission: "policies.manage",
  schema: policiesForm,
  run: async ({ tx, input: { reason, ...policies } }) => {
    const { audit } = await changePolicies(tx, policies, reason);
    return { audit, notice: "The policies are saved. Clocks that run keep their time." };
  },
});

"use server";

import { closePeriod, decideRestatement, proposeRestatement } from "@/db/periods/commands";
import { todayIn } from "@/db/program/queries";
import { action } from "@/lib/auth/action";
import { closeForm, decideForm, restateForm } from "@/lib/periods/form";

export const closeDays = action({
  name: "period.close",
  permission: "periods.close",
  schema: closeForm,
  long: true,
  run: async ({ tx, actor, input }) => {
    const { id, audit } = await closePeriod(tx, actor, input, await todayIn(tx));
    return { audit, redirectTo: `/periods/${id}` };
  },
});

export const proposeToRestate = action({
  name: "period.proposeRestatement",
  permission: "periods.close",
  schema: restateForm,
  run: async ({ tx, actor, input }) => {
    const { audit } = await proposeRestatement(tx, actor, input);
    return { audit, redirectTo: `/periods/${input.periodId}` };
  },
});

export const decideToRestate = action({
  name: "period.decideRestatement",
  permission: "periods.close",
  schema: decideForm,
  long: true,
  run: async ({ tx, actor, input }) => {
    const { audit } = await decideRestatement(tx, actor, input);
    return { audit, redirectTo: `/periods/${input.periodId}` };
  },
});

"use server";

import { assignAlert, resolveAlert, snoozeAlert } from "@/db/alerts/commands";
import { todayIn } from "@/db/program/queries";
import { assignForm, resolveForm, snoozeForm } from "@/lib/alerts/form";
import { action } from "@/lib/auth/action";

const pageOf = (id: string) => `/alerts/${id}`;

export const giveAlert = action({
  name: "alert.assign",
  permission: "alerts.work",
  schema: assignForm,
  run: async ({ tx, viewer, input, now }) => {
    const { audit } = await assignAlert(tx, viewer, input, now);
    return { audit, redirectTo: pageOf(input.alertId) };
  },
});

export const putOffAlert = action({
  name: "alert.snooze",
  permission: "alerts.work",
  schema: snoozeForm,
  run: async ({ tx, viewer, input }) => {
    const { audit } = await snoozeAlert(tx, viewer, input, await todayIn(tx));
    return { audit, redirectTo: pageOf(input.alertId) };
  },
});

export const endAlert = action({
  name: "alert.resolve",
  permission: "alerts.work",
  schema: resolveForm,
  run: async ({ tx, viewer, input, now }) => {
    const { audit } = await resolveAlert(tx, viewer, input, { now, today: await todayIn(tx) });
    return { audit, redirectTo: pageOf(input.alertId) };
  },
});

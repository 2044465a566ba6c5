"use server";

import { z } from "zod";
import * as commands from "@/db/reports/commands";
import { action } from "@/lib/auth/action";
import { scheduleForm } from "@/lib/reports/form";

const one = z.object({ schedule: z.uuid() });

/** Keeps that a report is wanted, and when. */
export const scheduleReport = action({
  name: "report.schedule",
  permission: "reports.schedule",
  schema: scheduleForm,
  run: async ({ tx, viewer, input: { when, cron, ...asked }, now }) => ({
    audit: await commands.scheduleReport(tx, viewer, { ...asked, cron: cron || when }, now),
    redirectTo: "/reports",
  }),
});

/** Sends a report now. */
export const sendReportNow = action({
  name: "report.sendNow",
  permission: "reports.schedule",
  schema: one,
  run: async ({ tx, viewer, input }) => ({
    audit: await commands.sendReportNow(tx, viewer, input.schedule),
    notice: "It is on its way: a mail comes when it is ready.",
  }),
});

/** Stops a report. */
export const removeReport = action({
  name: "report.remove",
  permission: "reports.schedule",
  schema: one,
  run: async ({ tx, viewer, input }) => ({ audit: await commands.removeSchedule(tx, viewer, input.schedule) }),
});

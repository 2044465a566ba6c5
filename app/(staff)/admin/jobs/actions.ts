"use server";

import { z } from "zod";
import * as commands from "@/db/jobs/commands";
import { action } from "@/lib/auth/action";
import { jobNames, jobOf } from "@/lib/jobs/registry";

/** Puts a job into the queue for now. */
export const runJob = action({
  name: "job.run",
  permission: "jobs.run",
  schema: z.object({ job: z.enum(jobNames) }),
  run: async ({ tx, input }) => ({
    audit: await commands.runJobNow(tx, input.job),
    notice: `${jobOf(input.job).label} runs now.`,
  }),
});

/** Puts a dead letter back into the queue. */
export const retryJob = action({
  name: "job.retry",
  permission: "jobs.run",
  schema: z.object({ letter: z.string().regex(/^[1-9]\d{0,17}$/) }),
  run: async ({ tx, input }) => ({
    audit: await commands.retryJob(tx, input.letter),
    notice: "It is tried again.",
  }),
});

import "server-only";
import { writeDigests } from "@/db/alerts/digest";
import { betweenRules, evaluateAlerts } from "@/db/alerts/evaluate";
import { forgetApplications } from "@/db/applications/clock";
import { sealAudit, verifyAudit } from "@/db/audit/chain";
import { withWorker } from "@/db/client";
import { keepFunds } from "@/db/funds/clock";
import { tellOfFunds } from "@/db/funds/tell";
import { keepIncentives } from "@/db/incentives/clock";
import { passOnLeads } from "@/db/leads/pass-on";
import { deliverMail } from "@/db/mail/deliver";
import { keepCohorts } from "@/db/metrics/cohorts";
import { drainDirty } from "@/db/metrics/rollup";
import { renewStandings } from "@/db/partners/standing";
import { checkQuality } from "@/db/quality/check";
import { findDuplicatePairs } from "@/db/quality/duplicates-find";
import { keepContracts } from "@/db/record/contracts";
import { keepRegistrations } from "@/db/registrations/clock";
import { readCustomers } from "@/db/registrations/customers";
import { tellOfRegistrations } from "@/db/registrations/tell";
import { deliverReport, makeDueReports, noteReportFailure } from "@/db/reports/deliver";
import { keepReviews } from "@/db/scorecards/clock";
import { keepTiers } from "@/db/tiers/clock";
import { tellOfTiers } from "@/db/tiers/tell";
import { prunePageViews } from "@/db/usage/commands";
import { deliverWebhooks } from "@/db/webhooks/deliver";
import { isAlertRule } from "@/lib/alerts/registry";
import { publicUrl } from "@/lib/auth/public-url";
import { reasonOf } from "@/lib/jobs/reason";
import type { JobName } from "@/lib/jobs/registry";
import { pruneJobs } from "./runs";

/** What a task is told: its payload, who asked, which try it is, and a signal that the worker stops. */
export type TaskContext = {
  payload: Record<string, unknown>;
  askedById: string | null;
  tried: number;
  signal: AbortSignal;
};

/** Does the work and says in words what it did, or null when there was nothing to do. What it throws is tried again. */
export type Task = (context: TaskContext) => Promise<string | null>;

/** "3 mails sent", or "1 mail sent"; null for none. */
const counted = (n: number, one: string, rest: string, many = `${one}s`) =>
  n > 0 ? `${n} ${n === 1 ? one : many} ${rest}` : null;

/** What each job of `lib/jobs/registry.ts` does. */
export const tasks: Record<JobName, Task> = {
  registrations: async () => counted(await keepRegistrations(), "registration", "moved on"),
  customers: async () => counted(await readCustomers(), "customer", "read"),
  tiers: async () => counted(await keepTiers(), "thing", "done about tiers"),
  funds: async () => counted(await keepFunds(), "thing", "done about funds"),
  letters: async () =>
    counted((await tellOfRegistrations()) + (await tellOfTiers()) + (await tellOfFunds()), "letter", "written"),
  leads: async () => {
    const { passed, offered, unplaced } = await passOnLeads(new Date(), publicUrl());
    return counted(passed + offered + unplaced, "lead", "moved on");
  },
  incentives: async () => counted(await keepIncentives(), "row", "booked"),
  sums: async () => counted(await drainDirty(), "partner", "summed again"),
  mail: async () => counted(await deliverMail(), "mail", "sent"),
  webhooks: async ({ signal }) => {
    const { delivered, tried } = await deliverWebhooks(signal);
    return counted(tried, "message", `sent, ${delivered} arrived`);
  },
  reports: async () => counted(await makeDueReports(), "report", "put into the queue"),
  deliver_report: async ({ payload }) => {
    const run = String(payload.run);
    try {
      return await deliverReport(run);
    } catch (error) {
      await noteReportFailure(run, reasonOf(error));
      throw error;
    }
  },
  standings: async () => {
    await renewStandings();
    return null;
  },
  records: async () => counted((await keepContracts()) + (await forgetApplications()), "record", "put right"),
  audit_seal: async () => counted(await sealAudit(), "entry", "sealed", "entries"),
  audit_check: async () => {
    const { sealed, unsealed, last, problems } = await withWorker((tx) => verifyAudit(tx));
    if (problems.length > 0) throw new Error(`The audit log was tampered with: ${problems.slice(0, 3).join("; ")}`);
    // Outside the database, where who rules it does not reach: wherever the worker's log is kept.
    if (last) console.info(`audit log sealed up to ${last.position}:${last.hash}`);
    return `${sealed} entries are what was sealed; ${unsealed} wait for their seal`;
  },
  alerts: async ({ payload }) => {
    const changed = String(payload.rule ?? "");
    const some = isAlertRule(changed) ? ({ only: [changed], all: true } as const) : {};
    const done = await evaluateAlerts({ ...some, pause: betweenRules });
    const sum = (of: "raised" | "ended") => done.reduce((all, rule) => all + rule[of], 0);
    return `${done.length} rules asked, ${sum("raised")} alerts raised, ${sum("ended")} ended`;
  },
  quality: async () => {
    const pairs = await findDuplicatePairs();
    const { rules, found, mended, open } = await checkQuality();
    return `${rules} rules asked: ${found} rows found, ${mended} mended, ${open} open; ${pairs} new pairs`;
  },
  digests: async () => counted(await writeDigests(), "digest", "written"),
  reviews: async () => counted(await keepReviews(), "review", "started"),
  cohorts: async () => {
    await keepCohorts();
    return "Quartiles of like partners kept";
  },
  prune: async () => counted((await pruneJobs()) + (await prunePageViews()), "row", "removed"),
};

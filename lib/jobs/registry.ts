import type { StaffRole } from "@/lib/access/roles";

/**
 * When a job runs: by every worker each so many seconds and at once when one of the channels calls; or once for each
 * moment of a cron schedule, by the program's clock, by one worker; or when something puts it into the queue.
 */
export type Schedule = { every: number; wake?: readonly string[] } | { cron: string } | { asked: string };

export type Job = {
  label: string;
  does: string;
  /** The role that looks after it. */
  owner: StaffRole;
  schedule: Schedule;
  /** How often it is tried before it is a dead letter. What runs every few seconds is tried for ever. */
  tries?: number;
  /** Takes its time: one at a time in each worker, beside the others. */
  slow?: true;
};

/**
 * Every job of the worker, in the order in which `portal work --once` does them. What runs every few seconds must be safe
 * in two workers at once; what a job does is done once by keys of its own (`once` in db/jobs/queue.ts).
 */
export const jobs = {
  registrations: {
    label: "Registrations by the clock",
    does: "Ends protection and unanswered questions, reminds, and says when a decision is due.",
    owner: "program_owner",
    schedule: { every: 30 },
  },
  customers: {
    label: "What customers are found by",
    does: "Reads names and domains of customers anew, so that it is found who else one may be.",
    owner: "admin",
    schedule: { every: 2 },
  },
  tiers: {
    label: "Tiers by the clock",
    does: "Measures partners when a review is due and lets changes of tier come into effect.",
    owner: "program_owner",
    schedule: { every: 30 },
  },
  funds: {
    label: "Funds by the clock",
    does: "Gives notice before funds expire, frees what was not claimed in time and accrues shares of revenue.",
    owner: "finance",
    schedule: { every: 30 },
  },
  letters: {
    label: "Letters",
    does: "Writes the letters about registrations, changes of tier and funds.",
    owner: "program_owner",
    schedule: { every: 5, wake: ["letters"] },
  },
  leads: {
    label: "Leads passed on",
    does: "Offers leads that were declined or not answered in time to the next partner.",
    owner: "program_owner",
    schedule: { every: 30, wake: ["leads"] },
  },
  incentives: {
    label: "Incentives",
    does: "Reckons anew what changed, begins and ends plans, and proves the ledger once a day.",
    owner: "finance",
    schedule: { every: 5, wake: ["incentives"] },
  },
  sums: {
    label: "Sums of figures",
    does: "Makes the monthly sums of partners again whose facts changed.",
    owner: "admin",
    schedule: { every: 5, wake: ["metric_dirty"] },
  },
  mail: {
    label: "Mail",
    does: "Sends what waits in the outbox, and tries again what a mail server refused.",
    owner: "admin",
    schedule: { every: 5, wake: ["mail"] },
  },
  webhooks: {
    label: "Webhooks",
    does: "Tells other systems what happened, and tries again those that did not answer.",
    owner: "admin",
    schedule: { every: 5, wake: ["webhooks"] },
  },
  reports: {
    label: "Reports by schedule",
    does: "Sees which scheduled reports are due and puts each into the queue.",
    owner: "admin",
    schedule: { every: 20 },
  },
  deliver_report: {
    label: "Sending of a report",
    does: "Renders a report as its recipient may see it, keeps the file and mails the link.",
    owner: "admin",
    schedule: { asked: "When a report is due or asked for" },
    tries: 4,
    slow: true,
  },
  standings: {
    label: "Standings of partners",
    does: "Renews where partners stand among each other.",
    owner: "program_owner",
    schedule: { every: 3600 },
  },
  records: {
    label: "Records by the clock",
    does: "Lets contract statuses follow their days, and forgets applications that nobody confirmed.",
    owner: "program_owner",
    schedule: { every: 3600 },
  },
  audit_seal: {
    label: "Seals of the audit log",
    does: "Seals what was written into the audit log.",
    owner: "admin",
    schedule: { every: 30 },
  },
  audit_check: {
    label: "Check of the audit log",
    does: "Compares the audit log with its seals; a difference is a dead letter.",
    owner: "admin",
    schedule: { cron: "20 4 * * *" },
    tries: 1,
    slow: true,
  },
  alerts: {
    label: "Alerts",
    does: "Asks the rules of alerts what holds now: raises what is new, ends what is over.",
    owner: "program_owner",
    schedule: { cron: "12 * * * *" },
    tries: 3,
    slow: true,
  },
  quality: {
    label: "Data quality",
    does: "Looks for records that may be one, asks the rules of data quality of all rows, and keeps the scores.",
    owner: "program_owner",
    schedule: { cron: "50 2 * * *" },
    tries: 3,
    slow: true,
  },
  digests: {
    label: "Digests",
    does: "Writes each person their digest of alerts at their hour, and what is urgent at once.",
    owner: "program_owner",
    schedule: { every: 30, wake: ["alerts"] },
  },
  reviews: {
    label: "Reviews by cadence",
    does: "Starts the reviews of partnerships whose day has come, with their figures frozen, and writes to their owners.",
    owner: "program_owner",
    schedule: { cron: "10 5 * * *" },
    tries: 5,
    slow: true,
  },
  cohorts: {
    label: "Cohorts",
    does: "Keeps the quartiles of like partners.",
    owner: "program_owner",
    schedule: { cron: "2 * * * *" },
    tries: 3,
    slow: true,
  },
  prune: {
    label: "Clearing up",
    does: "Removes the history of jobs, and which pages were used, after their time.",
    owner: "admin",
    schedule: { cron: "40 3 * * *" },
    tries: 5,
  },
} as const satisfies Record<string, Job>;

export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as JobName[];
export const isJob = (name: string): name is JobName => Object.hasOwn(jobs, name);
export const jobOf = (name: JobName): Job => jobs[name];

/** How often a job of the queue is tried. */
export const triesOf = (name: JobName): number => jobOf(name).tries ?? 5;

/** The jobs that every worker does by its own clock, and those that it takes out of the queue in the given lane. */
export const standingJobs = jobNames.filter((name) => "every" in jobs[name].schedule);
export const laneOf = (slow: boolean) => jobNames.filter((name) => Boolean(jobOf(name).slow) === slow);

/** Seconds to wait before try number `tried + 1`: 15, 30, 60 … at most an hour, each up to a quarter longer by `random` in [0, 1). */
export const backoffSeconds = (tried: number, random: number) =>
  Math.round(Math.min(3600, 15 * 2 ** Math.max(0, tried - 1)) * (1 + random / 4));

import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { sealAudit } from "@/db/audit/chain";
import { connectionUrl } from "@/db/connection";
import { keepIncentives } from "@/db/incentives/clock";
import { passOnLeads } from "@/db/leads/pass-on";
import { deliverMail } from "@/db/mail/deliver";
import { keepCohorts } from "@/db/metrics/cohorts";
import { drainDirty } from "@/db/metrics/rollup";
import { renewStandings } from "@/db/partners/standing";
import { openPool } from "@/db/pool";
import { keepRegistrations } from "@/db/registrations/clock";
import { readCustomers } from "@/db/registrations/customers";
import { tellOfRegistrations } from "@/db/registrations/tell";
import { keepTiers } from "@/db/tiers/clock";
import { tellOfTiers } from "@/db/tiers/tell";
import { publicUrl } from "@/lib/auth/public-url";
import { openDatabase } from "./database";
import { takeKeptSettings } from "./kept";
import { print } from "./output";

const longestWaitMs = 1_000;
/** How often what is due is looked for. */
const everyMs = 30_000;
const mostMsToStop = 10_000;

export function register(program: Command): void {
  program
    .command("work")
    .description(
      "keep the monthly sums and what partners earned up to date, pass on leads, send mail and seal the audit log, until stopped",
    )
    .option("--once", "do what there is to do now, then end")
    .option("--json", "print the result as JSON")
    .action(work);
}

async function work({ once, json }: { once?: boolean; json?: boolean }) {
  await openDatabase();
  takeKeptSettings();
  if (once) {
    await keepRegistrations();
    await readCustomers();
    await keepTiers();
    await tellOfRegistrations();
    await tellOfTiers();
    const leads = await passOnLeads(new Date(), publicUrl());
    await keepIncentives();
    const [sums, mails] = [await drainDirty(), await deliverMail()];
    await renewStandings();
    await sealAudit();
    const said = `Sums of ${sums} partners made again, ${leads.passed + leads.offered} leads moved on, ${mails} mails sent.`;
    return print(json, { sums, leads, mails }, said);
  }
  await workUntilStopped();
}

async function workUntilStopped() {
  let stopping = false;
  let wake = () => {};
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stopping = true;
      wake();
      // What waits for a database that does not answer is cut off: a transaction that never ended never was.
      setTimeout(() => process.exit(1), mostMsToStop).unref();
    });
  const listener = openPool(await connectionUrl("worker"), { max: 1, statementTimeoutMs: 0 });
  await listener.listen("metric_dirty", () => wake());
  let leadsDue = 0;
  await listener.listen("incentives", () => wake());
  await listener.listen("leads", () => {
    leadsDue = 0;
    wake();
  });
  const report = reporter();
  const reportLeads = reporter();
  const reportIncentives = reporter();
  let renewed = "";
  const keep = async () => {
    await drainDirty();
    const hour = new Date().toISOString().slice(0, 13);
    if (hour !== renewed) {
      await renewStandings();
      await keepCohorts();
    }
    renewed = hour;
  };
  const post = async () => {
    await tellOfRegistrations();
    await tellOfTiers();
    await deliverMail();
    await readCustomers();
  };
  let kept = 0;
  const byTheClock = async () => {
    if (Date.now() - kept < everyMs) return;
    kept = Date.now();
    await Promise.all([keepRegistrations(), keepTiers(), sealAudit()]);
  };
  const keepLeads = async () => {
    if (Date.now() < leadsDue) return;
    leadsDue = Date.now() + everyMs;
    await passOnLeads(new Date(), publicUrl());
  };
  while (!stopping) {
    const woken = new Promise<void>((done) => {
      wake = done;
    });
    await Promise.all([
      keep().then(report.ok, report.failed),
      post().catch(report.failed),
      byTheClock().catch(report.failed),
      keepLeads().then(reportLeads.ok, reportLeads.failed),
      keepIncentives().then(reportIncentives.ok, reportIncentives.failed),
    ]);
    // The notification is a wake-up only: one that is lost costs a second.
    if (!stopping) await Promise.race([woken, sleep(longestWaitMs)]);
  }
  await listener.end({ timeout: 5 });
}

/** Tells of a fault once, not every second while it lasts. */
function reporter() {
  let last = "";
  const ok = () => {
    last = "";
  };
  const failed = (error: Error) => {
    if (error.message !== last) console.error(`work: ${error.message}`);
    last = error.message;
  };
  return { ok, failed };
}

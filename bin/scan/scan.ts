import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import startPortal from "@/e2e/global-setup";
import { forget, invent, partners, sessionOf, sql } from "@/e2e/security/attacker";
import { dataDir, portalUrl } from "../../e2e/portal";
import { root } from "../commands/database";
import { type Result, requireScanners, sqlmap, type Target, wapiti } from "./scanners";
import { startWeakTarget } from "./weak-target";

/** Seconds for each of the two scanners at each of three targets, in turn; with the proof and the start nine minutes. */
const seconds = Number(process.env.SCAN_SECONDS ?? 60);

/**
 * Lets sqlmap and wapiti at the production build, as staff, as a partner person and signed out, in a data folder of its
 * own. Throws when they find a hole, a page answers 5xx, or the database refuses a statement; and when they overlook the
 * holes of a page that has some.
 */
async function scan(): Promise<void> {
  requireScanners();
  const folder = mkdtempSync(join(tmpdir(), "portal-scan-"));
  const stopPortal = await startPortal();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void stopPortal().finally(() => process.exit(130)));
  try {
    await provesItself(folder);
    const { a } = await partners();
    const people = [await invent("admin", a.id), await invent("partner_admin", a.id)];
    const [staff, partner] = await Promise.all(people.map(({ id }) => sessionOf(id)));
    const faults = await faultsFromNow();
    const findings = audit();
    for (const target of targets(a.id, staff as string, partner as string))
      for (const scanner of [sqlmap, wapiti])
        findings.push(...(await report(target, scanner(target, folder, seconds))));
    findings.push(...faults().map((line) => `logged: ${line}`));
    await forget(people);
    if (findings.length > 0) throw new Error(`${findings.length} findings:\n  ${findings.slice(0, 50).join("\n  ")}`);
  } finally {
    await (await sql()).end({ timeout: 5 });
    await stopPortal();
    rmSync(folder, { recursive: true, force: true });
  }
}

scan().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

/** The scanners must find what is there, or their silence means nothing. */
async function provesItself(folder: string) {
  const weak = await startWeakTarget(await sql());
  try {
    const target = { name: "a page with holes", url: weak.url, paths: ["/?tier=gold"] };
    const found = [...(await sqlmap(target, folder, 150)).found, ...(await wapiti(target, folder, 60)).found];
    for (const hole of [/^Parameter: tier/, /^SQL Injection/i, /Cross Site Scripting/i])
      if (!found.some((finding) => hole.test(finding)))
        throw new Error(`the scanners overlooked ${hole} in a page that has it`);
    console.log(`The scanners found the ${found.length} holes of a page that was made for it.`);
  } finally {
    await weak.stop();
  }
}

function targets(partnerId: string, staff: string, partner: string): Target[] {
  const url = portalUrl();
  const figures = "/metrics/new_pipeline?from=2025-01-01&by=region&region=EMEA";
  const deals = "/deals?q=cloud&stage=prospecting&sort=name&after=x";
  return [
    {
      name: "staff",
      url,
      session: staff,
      paths: [
        "/partners?q=a&tier=gold&sort=name&after=x",
        ...[deals, figures, "/admin/audit?q=a&action=x&before=1", "/admin/people?q=a&role=admin"],
        ...["/exports/deals?q=a&sort=name", `/partners/merge?keep=${partnerId}&drop=x`, "/home?period=this_quarter"],
      ],
    },
    {
      name: "partner",
      url,
      session: partner,
      paths: [
        deals,
        figures,
        "/exports/deals?q=a&sort=name",
        "/metrics/new_pipeline/rows?from=2025-01-01&region=EMEA",
        "/home?partner=x",
      ],
    },
    {
      name: "signed-out",
      url,
      paths: ["/sign-in?next=/home&problem=x", "/sign-in/link?token=x&next=/home", "/api/health?x=1"],
    },
  ];
}

async function report({ name }: Target, work: Promise<Result>): Promise<string[]> {
  const { found, did } = await work;
  console.log(`${name}: ${did}, ${found.length} findings`);
  return found.map((finding) => `${name}: ${finding}`);
}

/** What the database refused and the web server could not answer since this was called, by their logs. None is expected. */
async function faultsFromNow() {
  const db = await sql();
  const [row] = await db`show data_directory`;
  const read = (file: string, fault: RegExp) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => fault.test(line));
  const database = () => read(join(row?.data_directory as string, "server.log"), / (ERROR|FATAL|PANIC): /);
  const web = () => read(join(dataDir(), "web.log"), /^⨯|"level":"error"|Failed query/);
  const [refused, failed] = [database().length, web().length];
  return () => [...database().slice(refused), ...web().slice(failed)];
}

/** Known holes in what is installed to run, by the registry's list; without a registry it says so. */
function audit(): string[] {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
  });
  const told = JSON.parse(stdout || "{}") as { vulnerabilities?: Record<string, { severity: string }> };
  if (!told.vulnerabilities) {
    console.log("npm audit: the registry gave no answer");
    return [];
  }
  const known = Object.entries(told.vulnerabilities).map(([name, { severity }]) => `npm audit: ${name} (${severity})`);
  console.log(`npm audit: ${known.length} packages with known holes`);
  return known;
}

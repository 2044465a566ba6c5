import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { closeDatabases, withWorker } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { drainDirty } from "@/db/metrics/rollup";
import { seedAlerts } from "@/db/seed/alert-history";
import { signIns } from "@/db/seed/cast";
import { seedProgram } from "@/db/seed/program";
import { seedQuality } from "@/db/seed/quality";
import { serverStatus, stopServer } from "@/db/server/embedded";
import { isAlive } from "@/db/server/lock";
import { roleLabels } from "@/lib/access/roles";
import { dataDir, isEmbedded, openDatabase, root } from "./commands/database";
import { keptSecrets, makeDataDir, takeKeptSecret, writeKept } from "./commands/kept";
import { table } from "./commands/output";
import { build, builtServer } from "./running/build";
import { type Child, startChild, tail } from "./running/children";
import { firstFreePort, isFree } from "./running/ports";
import { forgetIssuer, type Services, startServices } from "./running/services";

const help = `Usage: bin/demo [--reset] [--dev]

Starts the portal: its database, an example program on the first start, a sign-in provider and a mailbox on loopback.

  --reset   remove this data folder's example program first and start over
  --dev     Next's development server instead of the build

PORT        the port to serve on (default: the first free one from 3000)
DATA_DIR    where everything is kept (default .data); several folders can run side by side
DATABASE_URL, AUTH_SSO_*, SMTP_URL name real services: then their stand-ins are not started, and nothing is seeded into
a database of yours.`;

const { values: options } = parseArgs({
  options: { reset: { type: "boolean" }, dev: { type: "boolean" }, help: { type: "boolean", short: "h" } },
});
const demoFile = join(dataDir(), "demo.json");
const startedAt = Date.now();
const cleanups: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

if (options.help) console.log(help);
else await main();

async function main() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
  try {
    await run();
  } catch (error) {
    if (!stopping) console.error(`demo: ${(error as Error).message}`);
    await stop(1);
  }
}

async function run() {
  makeDataDir();
  await refuseSecond();
  if (options.reset) await reset();
  const port = await choosePort();
  const url = process.env.AUTH_URL ?? `http://localhost:${port}`;
  const [services] = await Promise.all([
    servicesFor(url),
    prepareDatabase(),
    options.dev ? undefined : build(console.log),
  ]);
  if (services.movedFrom) await forgetIssuer(services.movedFrom);
  const children = await startPortal(port, url, services);
  announce(url, services.mailbox);
  const why = await Promise.race(children.map((child) => child.ended));
  if (!stopping) throw new Error(why);
}

async function servicesFor(url: string): Promise<Services> {
  const services = await startServices(url);
  cleanups.push(services.stop);
  return services;
}

async function refuseSecond() {
  if (!existsSync(demoFile)) return;
  const { pid, url } = JSON.parse(readFileSync(demoFile, "utf8")) as { pid?: number; url: string };
  // The number may be another program's by now, so the portal has to answer too.
  const answer =
    pid && pid !== process.pid && isAlive(pid) && (await fetch(url, { redirect: "manual" }).catch(() => undefined));
  if (answer)
    throw new Error(`it runs already for ${dataDir()}, at ${url} (process ${pid}). Another DATA_DIR runs beside it.`);
}

async function reset() {
  if (!isEmbedded()) throw new Error("--reset removes the built-in database only, never the one of DATABASE_URL.");
  const { dataFolder } = await serverStatus(dataDir());
  await stopServer(dataDir());
  rmSync(dataFolder, { recursive: true, force: true });
  for (const name of ["postgres.json", "ports.json", "secret.json", "demo.json"])
    rmSync(join(dataDir(), name), { force: true });
  console.log("The example program of the last time is gone.");
}

async function choosePort(): Promise<number> {
  if (!process.env.PORT) return firstFreePort(3000);
  const port = Number(process.env.PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT: "${process.env.PORT}" is no port.`);
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken. Set PORT to another one, or leave it out.`);
  return port;
}

async function prepareDatabase() {
  if (isEmbedded() && !(await serverStatus(dataDir())).running) cleanups.push(() => stopServer(dataDir()));
  await openDatabase();
  cleanups.push(closeDatabases);
  const [filled] = await withWorker((tx) => tx.execute(sql`select 1 from partners limit 1`));
  if (filled || !isEmbedded()) return;
  console.log("Filling the database with the example program ...");
  takeKeptSecret();
  await seedProgram(new Date());
  await drainDirty();
  await seedQuality();
  await seedAlerts();
}

/** Starts server and worker and waits until the first page answers. */
async function startPortal(port: number, url: string, services: Services): Promise<Child[]> {
  // Neither process gets what leads to the owner's password.
  const { DATABASE_URL: _owner, DATA_DIR: _folder, ...inherited } = process.env;
  const shared: NodeJS.ProcessEnv = {
    ...inherited,
    ...services.env,
    NODE_ENV: options.dev ? "development" : "production",
    AUTH_URL: url,
    AUTH_SECRET: process.env.AUTH_SECRET || keptSecrets().authSecret,
  };
  const [web, worker] = [
    { DATABASE_WEB_URL: await connectionUrl("web") },
    { DATABASE_WEB_URL: await connectionUrl("web"), DATABASE_WORKER_URL: await connectionUrl("worker") },
  ];
  const next = [
    join(root, "node_modules/next/dist/bin/next"),
    "dev",
    "--port",
    String(port),
    "--hostname",
    "localhost",
  ];
  const webLog = join(dataDir(), "web.log");
  // The web process logs in as portal_web and never learns the owner's password.
  const children = [
    startChild(
      "The web server",
      options.dev ? next : [builtServer],
      { ...shared, ...web, PORT: String(port), HOSTNAME: "localhost" },
      webLog,
    ),
    startChild(
      "The worker",
      ["--conditions=react-server", "--import", "tsx", "bin/portal.ts", "work"],
      { ...shared, ...worker },
      join(dataDir(), "worker.log"),
    ),
  ];
  cleanups.push(() => Promise.all(children.map((child) => child.stop())));
  const failed = Promise.race(children.map((child) => child.ended)).then((why) => {
    throw new Error(why);
  });
  await Promise.race([answers(`http://localhost:${port}/sign-in`, webLog), failed]);
  return children;
}

async function answers(page: string, log: string) {
  for (const until = Date.now() + 120_000; Date.now() < until; await sleep(100)) {
    const answer = await fetch(page, { redirect: "manual" }).catch(() => undefined);
    if (answer && answer.status < 500) return;
    if (answer) throw new Error(`${page} answers ${answer.status}.\n${tail(log)}`);
  }
  throw new Error(`${page} does not answer after two minutes.\n${tail(log)}`);
}

function announce(url: string, mailbox: string | null) {
  const people = signIns.filter(({ via }) => isEmbedded() && (via === "sso" ? !process.env.AUTH_SSO_ISSUER : mailbox));
  writeKept(demoFile, {
    url,
    mailbox,
    people: people.map(({ role, email, via }) => ({ role, email, via })),
    pid: process.pid,
  });
  cleanups.push(async () => rmSync(demoFile, { force: true }));
  const how = { sso: "single sign-on", link: "link by mail" };
  const rows = people.map(({ role, name, email, via }) => [roleLabels[role], name, email, how[via]]);
  console.log(`\nThe portal is at  ${url}  (ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (mailbox) console.log(`Its mail is at    ${mailbox}`);
  if (rows.length) console.log(`\n${table(["Role", "Name", "E-mail", "Signs in by"], rows)}`);
  console.log(`\nLogs are in ${dataDir()}. Ctrl-C stops everything.`);
}

/** Undoes in reverse order what was started, then exits. A second signal changes nothing: each step has its time limit. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const cleanup of cleanups.reverse()) await cleanup().catch((error: Error) => console.error(error.message));
    process.exit(code);
  })();
  return stopping;
}

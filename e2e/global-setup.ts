import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { scratchFolder } from "../db/testing/scratch";

const patienceMs = 6 * 60_000;

/** Names of the variables that lead to real services: the tests' portal has its own. */
const real = /^(DATABASE_|AUTH_|SMTP_URL|MAIL_FROM|PORT$|DATA_DIR$)/;

/**
 * Runs `bin/demo` in a data folder of its own for the length of the tests, and leaves its address in PORTAL_URL and its
 * data folder in PORTAL_DATA_DIR. With PORTAL_DATA_DIR set, the demo that runs there is used instead.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.PORTAL_DATA_DIR) {
    publish(process.env.PORTAL_DATA_DIR);
    return async () => {};
  }
  const dataDir = await scratchFolder("portal");
  const demo = startDemo(dataDir);
  try {
    await Promise.race([untilWritten(join(dataDir, "demo.json")), demo.failed]);
  } catch (error) {
    await demo.stop();
    throw error;
  }
  publish(dataDir);
  return async () => {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

function startDemo(dataDir: string) {
  const inherited = Object.entries(process.env).filter(([name]) => !real.test(name));
  const env = { ...Object.fromEntries(inherited), DATA_DIR: dataDir } as unknown as NodeJS.ProcessEnv;
  const child = spawn("bin/demo", [], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const failed = ended.then(() => {
    throw new Error(`bin/demo ended before it was ready:\n${output}`);
  });
  failed.catch(() => {});
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { failed, stop };
}

async function untilWritten(file: string) {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(200)) if (existsSync(file)) return;
  throw new Error(`bin/demo was not ready after ${patienceMs / 60_000} minutes`);
}

function publish(dataDir: string) {
  const { url } = JSON.parse(readFileSync(join(dataDir, "demo.json"), "utf8")) as { url: string };
  process.env.PORTAL_URL = url;
  process.env.PORTAL_DATA_DIR = dataDir;
}

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDir } from "../commands/database";
import { builtServer } from "../running/build";
import { type Child, startChild, tail } from "../running/children";
import { firstFreePort } from "../running/ports";

/** The production build on loopback, with the page that nobody else has. */
export async function startWeb(
  name: string,
  databaseWebUrl: string,
): Promise<{ url: string } & Pick<Child, "pid" | "stop">> {
  const port = await firstFreePort(3300);
  const url = `http://localhost:${port}`;
  const log = join(dataDir(), `${name}.log`);
  const { DATA_DIR: _, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    NODE_ENV: "production",
    AUTH_URL: url,
    AUTH_SECRET: randomBytes(32).toString("base64url"),
    BENCH_PAGE: "1",
    DATABASE_WEB_URL: databaseWebUrl,
    PORT: String(port),
    HOSTNAME: "localhost",
  };
  const child = startChild(name, [builtServer], env, log);
  const ended = child.ended.then((why) => {
    throw new Error(why);
  });
  await Promise.race([answers(`${url}/api/health`, log), ended]);
  ended.catch(() => {});
  return { url, pid: child.pid, stop: child.stop };
}

async function answers(page: string, log: string) {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
    const answer = await fetch(page).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`${page} does not answer after a minute.\n${tail(log)}`);
}

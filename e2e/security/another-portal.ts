import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { connectionUrl } from "../../db/connection";
import { dataDir } from "../portal";
import { root, send } from "./attacker";

export type AnotherPortal = { url: string; log: string; stop: () => Promise<void> };

/**
 * A second web process of the build on the same database, with an environment of its own. `reachedAt` is its public
 * address when that is another one than where it listens.
 */
export async function anotherPortal(port: number, more: Record<string, string>): Promise<AnotherPortal> {
  const url = `http://localhost:${port}`;
  const log = join(dataDir(), `web-${port}.log`);
  process.env.DATA_DIR = dataDir();
  const { authSecret } = JSON.parse(readFileSync(join(dataDir(), "secret.json"), "utf8")) as { authSecret: string };
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    PORT: String(port),
    HOSTNAME: "localhost",
    DATABASE_WEB_URL: await connectionUrl("web"),
    AUTH_URL: url,
    AUTH_SECRET: authSecret,
    ...more,
  } as unknown as NodeJS.ProcessEnv;
  const out = openSync(log, "w");
  const server = spawn(process.execPath, [join(root, ".next/standalone/server.js")], {
    env,
    stdio: ["ignore", out, out],
  });
  const ended = new Promise<void>((done) => server.once("close", () => done()));
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
  };
  const answers = () =>
    send("/api/health", { at: url }).then(
      ({ status }) => status,
      () => 0,
    );
  try {
    await expect.poll(answers, { timeout: 30_000 }).toBe(200);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, log, stop };
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "localhost", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

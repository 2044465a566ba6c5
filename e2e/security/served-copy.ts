import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { connectionUrl } from "../../db/connection";
import { dataDir, portalUrl } from "../portal";
import { root, send } from "./attacker";

type Copy = { url: string; stop: () => Promise<void> };

/** A copy of the built portal in which every predicate of the first wall says yes. */
export const builtWithoutScope = () =>
  servedCopy("without-scope", (server) => {
    const changed = rewrite(server, ") /* own rows */)", ") or true /* own rows */)");
    expect(changed, "files that carry the predicate").toBeGreaterThan(3);
  });

/** A copy of the built portal that was never given a proxy. */
export const builtWithoutProxy = () =>
  servedCopy("without-proxy", (server) => {
    const manifest = join(server, "functions-config-manifest.json");
    const { functions, ...rest } = JSON.parse(readFileSync(manifest, "utf8"));
    expect(Object.keys(functions), "what stands before the pages").toEqual(["/_middleware"]);
    writeFileSync(manifest, JSON.stringify({ ...rest, functions: {} }));
    rmSync(join(server, "middleware.js"));
  });

/** A copy of the built portal, changed, served on a port of its own beside the one under test. */
async function servedCopy(name: string, change: (server: string) => void): Promise<Copy> {
  const folder = mkdtempSync(join(tmpdir(), `portal-${name}-`));
  const built = join(root, ".next/standalone");
  cpSync(built, folder, { recursive: true, filter: (path) => !path.startsWith(join(built, "node_modules")) });
  symlinkSync(join(built, "node_modules"), join(folder, "node_modules"));
  change(join(folder, ".next/server"));
  const port = await freePort();
  const log = openSync(join(dataDir(), `${name}.log`), "w");
  process.env.DATA_DIR = dataDir();
  const { authSecret } = JSON.parse(readFileSync(join(dataDir(), "secret.json"), "utf8")) as { authSecret: string };
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    PORT: String(port),
    HOSTNAME: "localhost",
    DATABASE_WEB_URL: await connectionUrl("web"),
    AUTH_URL: portalUrl(),
    AUTH_SECRET: authSecret,
  } as unknown as NodeJS.ProcessEnv;
  const server = spawn(process.execPath, [join(folder, "server.js")], {
    env,
    cwd: folder,
    stdio: ["ignore", log, log],
  });
  const ended = new Promise<void>((done) => server.once("close", () => done()));
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://localhost:${port}`;
  const answers = () =>
    send("/api/health", { at: url }).then(
      ({ status }) => status,
      () => 0,
    );
  await expect
    .poll(answers, { timeout: 30_000 })
    .toBe(200)
    .catch(async (error) => {
      await stop();
      throw error;
    });
  return { url, stop };
}

function rewrite(folder: string, from: string, to: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  let changed = 0;
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    if (!text.includes(from)) continue;
    writeFileSync(join(folder, file), text.replaceAll(from, to));
    changed += 1;
  }
  return changed;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "localhost", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

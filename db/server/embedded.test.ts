import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureServer, serverStatus, stopServer } from "./embedded";

const quick = { fsync: false, sharedBuffers: "16MB" };
let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "portal-server-"));
  chmodSync(dataDir, 0o755);
});

afterAll(async () => {
  await stopServer(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

/** Calls ensureServer in a process of its own and returns the URL that process got. */
function urlFromAnotherProcess(): Promise<string> {
  const script = `
    import("./db/server/embedded.ts").then(async ({ ensureServer }) =>
      console.log((await ensureServer(${JSON.stringify(dataDir)}, ${JSON.stringify(quick)})).url))`;
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "--eval", script]);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  return new Promise((resolve, reject) =>
    child.on("close", (code) => (code === 0 ? resolve(output.trim()) : reject(new Error(errors)))),
  );
}

async function ask(url: string, query: string) {
  const sql = postgres(url, { max: 1, connect_timeout: 5 });
  try {
    return (await sql.unsafe(query))[0];
  } finally {
    await sql.end();
  }
}

test("two processes racing on a new directory get one server, which outlives them", async () => {
  const urls = await Promise.all([urlFromAnotherProcess(), urlFromAnotherProcess()]);
  expect(urls[0]).toMatch(/^postgres:\/\/portal_admin:[0-9a-f]{48}@127\.0\.0\.1:\d+\/portal$/);
  expect(urls[1]).toBe(urls[0]);
  const adopted = await ensureServer(dataDir);
  expect(adopted).toMatchObject({ url: urls[0], started: false });
  const query = "select current_database() db, current_user me, pg_encoding_to_char(encoding) encoding, datlocale";
  expect(await ask(adopted.url, `${query} from pg_database where datname = 'portal'`)).toEqual({
    db: "portal",
    me: "portal_admin",
    encoding: "UTF8",
    datlocale: "C.UTF-8",
  });
});

test("the password file is private and a wrong password is refused", async () => {
  const { url } = await ensureServer(dataDir, quick);
  expect(statSync(join(dataDir, "postgres.json")).mode & 0o777).toBe(0o600);
  const wrong = new URL(url);
  wrong.password = "wrong";
  await expect(ask(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
});

test("committed rows survive a killed server, and the next call starts it again", async () => {
  const before = await ensureServer(dataDir, quick);
  await ask(before.url, "set synchronous_commit = on; create table kept as select 1 as one");
  process.kill(before.pid, "SIGKILL");
  const after = await ensureServer(dataDir, quick);
  expect(after.started).toBe(true);
  expect(after.pid).not.toBe(before.pid);
  expect(await ask(after.url, "select one from kept")).toEqual({ one: 1 });
});

test("a server that cannot start says why, with the end of its log", async () => {
  await stopServer(dataDir);
  await expect(ensureServer(dataDir, { sharedBuffers: "900000GB" })).rejects.toThrow(
    /did not start[\s\S]*shared_buffers/,
  );
  expect((await ensureServer(dataDir, quick)).started).toBe(true);
});

test("when another program took its port, the server starts on another one", async () => {
  await ensureServer(dataDir, quick);
  const { port } = await serverStatus(dataDir);
  await stopServer(dataDir);
  const squatter = createServer().listen(port, "127.0.0.1");
  await once(squatter, "listening");
  try {
    const { url } = await ensureServer(dataDir, quick);
    expect(new URL(url).port).not.toBe(String(port));
    expect(await ask(url, "select 1 as one")).toEqual({ one: 1 });
  } finally {
    squatter.close();
  }
});

test("stopping ends the server, and stopping twice is no error", async () => {
  const { pid } = await ensureServer(dataDir, quick);
  expect(await serverStatus(dataDir)).toMatchObject({ running: true, pid });
  expect(await stopServer(dataDir)).toBe(true);
  expect(await serverStatus(dataDir)).toMatchObject({ running: false });
  expect(await stopServer(dataDir)).toBe(false);
  expect(readFileSync((await serverStatus(dataDir)).logFile, "utf8")).toContain("database system is shut down");
});

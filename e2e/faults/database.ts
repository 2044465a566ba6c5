import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { migrateWhenBehind } from "@/bin/commands/database";
import { connectionUrl } from "@/db/connection";
import { ensureServer, serverStatus, stopServer } from "@/db/server/embedded";
import { isAlive } from "@/db/server/lock";
import { scratchFolder } from "@/db/testing/scratch";

/** A PostgreSQL of the test's own, on disk in memory, which it may stop, kill and freeze. */
export type Database = Awaited<ReturnType<typeof startDatabase>>;

const options = { sharedBuffers: "64MB" };

export async function startDatabase() {
  const dataDir = await scratchFolder("faults");
  process.env.DATA_DIR = dataDir;
  delete process.env.DATABASE_URL;
  await ensureServer(dataDir, options);
  await migrateWhenBehind();
  const ownerUrl = await connectionUrl("owner");
  const urls = { owner: ownerUrl, web: await connectionUrl("web"), worker: await connectionUrl("worker") };
  const pid = async () => (await serverStatus(dataDir)).pid as number;

  /** Runs `work` on a connection of the owner, opened for it. */
  async function asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = postgres(urls.owner, { max: 1, onnotice: () => {}, connect_timeout: 5 });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  /** Ends the server by a signal: SIGINT is a fast shutdown, SIGQUIT an immediate one, SIGKILL a crash. */
  async function end(signal: "SIGINT" | "SIGQUIT" | "SIGKILL") {
    const server = await pid();
    const all = [server, ...childrenOf(server)];
    process.kill(server, signal);
    await until(() => !all.some(isAlive), 20_000, "the server's processes to end");
  }

  const start = () => ensureServer(dataDir, options);
  const signalAll = async (signal: "SIGSTOP" | "SIGCONT", server: number) => {
    const all = [server, ...childrenOf(server)];
    for (const each of signal === "SIGSTOP" ? all : all.reverse())
      try {
        process.kill(each, signal);
      } catch {}
  };

  /** Stops every process of the server in its tracks; connections stay and nothing answers. Returns how to let it go on. */
  async function freeze() {
    const server = await pid();
    await signalAll("SIGSTOP", server);
    await signalAll("SIGSTOP", server);
    return () => signalAll("SIGCONT", server);
  }

  async function remove() {
    await stopServer(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }

  return { dataDir, urls, asOwner, pid, end, start, freeze, remove };
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
      } catch {
        return false;
      }
    });
}

/** Waits until `holds`; throws with `what` when it does not in time. Returns the seconds it took. */
export async function until(holds: () => boolean | Promise<boolean>, ms: number, what: string): Promise<number> {
  const started = Date.now();
  for (; Date.now() - started < ms; await sleep(50)) if (await holds()) return (Date.now() - started) / 1000;
  throw new Error(`waited ${ms / 1000} s in vain for ${what}`);
}

/**
 * Milliseconds that a limit of the portal may take to be seen on this machine, now: as long as others take the processor
 * away, everything takes that many times longer than it works.
 */
export function patience(limitMs: number): number {
  const [started, before] = [performance.now(), process.cpuUsage()];
  while (performance.now() - started < 150);
  const { user, system } = process.cpuUsage(before);
  const contention = (performance.now() - started) / Math.max(1, (user + system) / 1_000);
  return limitMs + 1_500 * Math.max(1, contention);
}

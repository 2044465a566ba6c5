import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { createServer, connect as openSocket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./lock";

export type Running = { pid: number; port: number };

/** The server as its own pid file tells, believed only when it also answers on its port. */
export async function findRunning(cluster: string): Promise<Running | undefined> {
  for (let attempt = 0; ; attempt++) {
    const file = readPidFile(cluster);
    if (!file || !isAlive(file.pid) || !isServer(file.pid, cluster)) return undefined;
    if (file.ready && (await answers(file.port))) return { pid: file.pid, port: file.port };
    // Another process is starting it, or it recovers after a crash: a minute is plenty.
    if (attempt === 600) {
      throw new Error(`The database in ${cluster} (process ${file.pid}) runs but is not ready after a minute.`);
    }
    await sleep(100);
  }
}

/** What a server, running or not, left in its pid file. */
export function readPidFile(cluster: string): { pid: number; port: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
  } catch {
    return undefined;
  }
}

/** False when the number in a left-over pid file belongs to another program by now. Only Linux can tell. */
export function isServer(pid: number, cluster: string): boolean {
  if (process.platform !== "linux") return isAlive(pid);
  try {
    // The server's working directory is its data directory, however that was named.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = openSocket({ host: "127.0.0.1", port, timeout: 2000 });
    const end = (result: boolean) => {
      socket.destroy();
      done(result);
    };
    // PostgreSQL answers a request for encryption with one letter before it asks who we are.
    socket.once("connect", () => socket.write(sslRequest));
    socket.once("data", (answer) => end(answer[0] === 0x4e || answer[0] === 0x53));
    socket.once("end", () => end(false));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

/** The port used before when it is free; otherwise one below the range systems give to outgoing connections. */
export async function freePort(wanted: number | undefined): Promise<number> {
  for (let port = wanted, attempt = 0; attempt < 100; attempt++) {
    port ??= 20_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(port)) return port;
    port = undefined;
  }
  throw new Error("No free port between 20000 and 29999 on 127.0.0.1 for the database.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
  });
}

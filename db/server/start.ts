import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makePrivateFolder, run } from "./binaries";
import { isAlive } from "./lock";
import { logTail, owner, type Place, readLog, save } from "./place";
import { findRunning, freePort, isServer, type Running, readPidFile } from "./running";

export type ServerOptions = {
  /** False trades safety against a crash of the machine for speed: tests only. Applies when this call starts the server. */
  fsync?: boolean;
  /** As PostgreSQL writes it: "512MB". */
  sharedBuffers?: string;
};

/** Creates the data directory beside its place and moves it there when complete, so a crash leaves no half. */
export async function initialise(place: Place, native: string, options: ServerOptions) {
  const parent = dirname(place.cluster);
  for (const name of readdirSync(parent)) {
    if (name.startsWith("postgres.new-")) rmSync(join(parent, name), { recursive: true, force: true });
  }
  save(place, { databaseReady: false });
  const draft = join(parent, `postgres.new-${process.pid}`);
  const passwordFile = `${draft}.password`;
  makePrivateFolder(draft, place.user);
  writeFileSync(passwordFile, place.saved.password, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    const args = ["-D", draft, "-U", owner, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8"];
    args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale");
    if (options.fsync === false) args.push("--no-sync");
    const init = await run(native, "initdb", args, place.user);
    if (init.code !== 0) throw new Error(`The database could not be created in ${parent}: ${init.output.trim()}`);
    const config = join(draft, "postgresql.conf");
    writeFileSync(config, `${readFileSync(config, "utf8")}\ninclude_if_exists = 'portal.conf'\n`);
    renameSync(draft, place.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Starts the server on a free port and waits until it answers. Throws with the end of its log. */
export async function start(place: Place, native: string, options: ServerOptions): Promise<Running> {
  const stale = readPidFile(place.cluster);
  if (stale && isAlive(stale.pid) && !isServer(stale.pid, place.cluster))
    rmSync(join(place.cluster, "postmaster.pid"), { force: true });
  const logFile = join(place.cluster, "server.log");
  if (existsSync(logFile) && statSync(logFile).size > 10_000_000) renameSync(logFile, `${logFile}.old`);
  for (let attempt = 1; ; attempt++) {
    save(place, { port: await freePort(place.saved.port) });
    writeSettings(place, options);
    const before = existsSync(logFile) ? statSync(logFile).size : 0;
    const args = ["start", "-w", "-t", "120", "-l", logFile, "-D", place.cluster];
    const result = await run(native, "pg_ctl", args, place.user);
    const running = result.code === 0 ? await findRunning(place.cluster) : undefined;
    if (running) return running;
    // The port was taken since we looked, or the processes of a killed server are still ending.
    const passing = /Address already in use|shared memory block/.test(readLog(place).slice(before));
    if (!passing || attempt === 30) {
      throw new Error(
        `The database in ${place.cluster} did not start. The end of its log says why; when nothing there helps, ` +
          `set DATABASE_URL to a server of your own.\n${result.output.trim()}\n${logTail(place)}`,
      );
    }
    await sleep(300);
  }
}

function writeSettings({ cluster, saved, user }: Place, { fsync = true, sharedBuffers = "512MB" }: ServerOptions) {
  if (!/^\d+(kB|MB|GB)$/.test(sharedBuffers))
    throw new Error(`sharedBuffers: "${sharedBuffers}" is no size like 512MB`);
  const safety = fsync ? [] : ["fsync = off", "synchronous_commit = off", "full_page_writes = off"];
  const file = join(cluster, "portal.conf");
  const lines = [
    "# Written at every start; add your own settings to postgresql.conf below the include line.",
    `port = ${saved.port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    "max_connections = 100",
    `shared_buffers = ${sharedBuffers}`,
    "random_page_cost = 1.1",
    "jit = off",
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "log_connections = ''",
    "log_disconnections = off",
    ...safety,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  if (user) chownSync(file, user.uid, user.gid);
}

import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { installedPostgres, run } from "./binaries";
import { withFileLock } from "./lock";
import { database, findPlace, logTail, newPlace, ownerUrl, type Place, save } from "./place";
import { findRunning } from "./running";
import { initialise, type ServerOptions, start } from "./start";

export type ServerStatus = { running: boolean; pid?: number; port?: number; dataFolder: string; logFile: string };

/**
 * The PostgreSQL server of `dataDir`: adopts the running one, starts it, or creates it first. It belongs to no process:
 * it keeps running when the caller ends. `url` logs in as the superuser; `started` says whether this call started it.
 */
export async function ensureServer(
  dataDir: string,
  options: ServerOptions = {},
): Promise<{ url: string; pid: number; started: boolean }> {
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
  const root = realpathSync(dataDir);
  const known = findPlace(root);
  const running = known?.saved.databaseReady ? await findRunning(known.cluster) : undefined;
  if (known && running) return { url: ownerUrl(known, running.port), pid: running.pid, started: false };
  return withFileLock(join(root, "postgres.lock"), async () => {
    const place = findPlace(root) ?? newPlace(root);
    const native = await installedPostgres(place.user);
    if (!existsSync(join(place.cluster, "PG_VERSION"))) await initialise(place, native, options);
    const adopted = await findRunning(place.cluster);
    const { pid, port } = adopted ?? (await start(place, native, options));
    if (!place.saved.databaseReady) await createDatabase(place, port);
    return { url: ownerUrl(place, port), pid, started: !adopted };
  });
}

/** Stops the server of `dataDir`, ending its sessions. Resolves to false when it was not running. */
export async function stopServer(dataDir: string): Promise<boolean> {
  const place = findPlace(resolve(dataDir));
  if (!place) return false;
  return withFileLock(join(place.dataDir, "postgres.lock"), async () => {
    if (!(await findRunning(place.cluster))) return false;
    const native = await installedPostgres(place.user);
    const stop = await run(native, "pg_ctl", ["stop", "-m", "fast", "-w", "-t", "60", "-D", place.cluster], place.user);
    if (stop.code !== 0) throw new Error(`The database did not stop: ${stop.output.trim()}\n${logTail(place)}`);
    return true;
  });
}

/** Whether the server of `dataDir` runs, and where its files are. Starts and changes nothing. */
export async function serverStatus(dataDir: string): Promise<ServerStatus> {
  const place = findPlace(resolve(dataDir));
  const running = place && (await findRunning(place.cluster));
  const dataFolder = place?.cluster ?? join(resolve(dataDir), "postgres");
  return { running: Boolean(running), ...running, dataFolder, logFile: join(dataFolder, "server.log") };
}

async function createDatabase(place: Place, port: number) {
  const sql = postgres(ownerUrl(place, port, "postgres"), { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!found) await sql.unsafe(`create database ${database}`);
    save(place, { databaseReady: true });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

import { createHash, randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isReachable, reachableHome, type ServerUser, serverUser } from "./binaries";

/** Everything about one data directory that outlives a process; postgres.json holds `saved`. */
export type Place = { dataDir: string; cluster: string; user: ServerUser; saved: Saved };
export type Saved = { password: string; port?: number; cluster: string; databaseReady?: boolean };

export const owner = "portal_admin";
export const database = "portal";

/** What was saved about `dataDir`; undefined when it never had a database. Throws when the files are not ours to use. */
export function findPlace(dataDir: string): Place | undefined {
  const file = join(dataDir, "postgres.json");
  const inside = join(dataDir, "postgres");
  let saved: Saved;
  try {
    saved = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw new Error(
        `${file}, which holds the database's password, cannot be read: ${(error as Error).message}. ` +
          "The database was probably created by another user: run as that user, or as root.",
      );
    }
    if (!existsSync(inside)) return undefined;
    throw new Error(
      `${inside} holds a database, but its password file ${file} is gone. ` +
        `Restore the file; or, if the data may be lost, delete ${inside}.`,
    );
  }
  // A folder that was moved with its database inside still finds it.
  const cluster = existsSync(inside) ? inside : saved.cluster;
  const place = { dataDir, cluster, user: serverUser(cluster), saved };
  refuseForeignFiles(place);
  return place;
}

function refuseForeignFiles({ cluster }: Place) {
  const me = process.getuid?.();
  if (me === undefined || me === 0 || !existsSync(cluster)) return;
  const files = statSync(cluster);
  if (files.uid === me) return;
  throw new Error(
    `The database files in ${cluster} belong to user number ${files.uid}, but this is user number ${me}. ` +
      "Run as that user or as root, or set DATA_DIR to a folder of your own.",
  );
}

/** Chooses where a new database of `dataDir` goes and its password, and saves both. */
export function newPlace(dataDir: string): Place {
  const inside = join(dataDir, "postgres");
  const user = serverUser(inside);
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const cluster = isReachable(inside, user) ? inside : join(reachableHome, name, "postgres");
  if (cluster !== inside) mkdirSync(dirname(cluster), { recursive: true, mode: 0o755 });
  const place = { dataDir, cluster, user, saved: { password: randomBytes(24).toString("hex"), cluster } };
  save(place, {});
  return place;
}

/** Changes postgres.json, readable by its owner alone. */
export function save(place: Place, changes: Partial<Saved>) {
  Object.assign(place.saved, changes);
  const file = join(place.dataDir, "postgres.json");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(place.saved, null, 2)}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) chownSync(draft, statSync(place.dataDir).uid, statSync(place.dataDir).gid);
  renameSync(draft, file);
}

/** The superuser's URL. */
export function ownerUrl(place: Place, port: number, name = database) {
  return `postgres://${owner}:${place.saved.password}@127.0.0.1:${port}/${name}`;
}

/** The server's whole log, "" when there is none. */
export function readLog({ cluster }: Place): string {
  const file = join(cluster, "server.log");
  return existsSync(file) ? readFileSync(file, "latin1") : "";
}

/** The last lines of the server's log, for error messages. */
export function logTail(place: Place): string {
  return `--- the end of ${join(place.cluster, "server.log")}\n${readLog(place).trimEnd().split("\n").slice(-20).join("\n")}`;
}

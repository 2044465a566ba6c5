import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { dataDir } from "../commands/database";
import { makeDataDir, writeKept } from "../commands/kept";

const marks = ["bench.json", "bench-own.json"];

/**
 * Makes the folder the data folder of this process, with the built-in server, whatever the environment names. Throws
 * when it holds a database that is not the bench's own: what is measured gets filled and emptied.
 */
export function takeFolder(folder: string): void {
  process.env.DATA_DIR = resolve(folder);
  for (const name of ["DATABASE_URL", "DATABASE_WEB_URL", "DATABASE_WORKER_URL"]) delete process.env[name];
  const has = (name: string) => existsSync(join(dataDir(), name));
  if (has("postgres.json") && !marks.some(has))
    throw new Error(
      `${dataDir()} holds a database that was not made for measuring. Name another folder by --data-dir.`,
    );
  makeDataDir();
  writeKept(join(dataDir(), "bench-own.json"), { madeFor: "bin/bench" });
}

import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "@/db/server/lock";

const name = /^portal-import-(\d+)-/;

/** Where this process keeps a file while it is read: the name says whose it is. */
export const uploadFolder = () => join(tmpdir(), `portal-import-${process.pid}-`);

/** Removes what processes that were killed in the middle of an upload left on disk. To be called before the first upload. */
export async function removeLeftovers(): Promise<void> {
  for (const folder of await readdir(tmpdir())) {
    const pid = Number(name.exec(folder)?.[1]);
    // In a container every process is number 1.
    if (pid && (pid === process.pid || !isAlive(pid)))
      await rm(join(tmpdir(), folder), { recursive: true, force: true });
  }
}

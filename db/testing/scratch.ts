import { accessSync, chmodSync, constants, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopServer } from "../server/embedded";
import { isAlive } from "../server/lock";

/**
 * A folder for a database that lives as long as this process: in memory where there is memory for it. Root hands the
 * database to another user, who must be able to reach it. What earlier runs left that were killed is ended and removed first.
 */
export async function scratchFolder(name: string): Promise<string> {
  const home = mayWrite("/dev/shm") ? "/dev/shm" : tmpdir();
  for (const left of readdirSync(home)) {
    const [, pid] = /^tandem-[a-z]+-(\d+)-\w+$/.exec(left) ?? [];
    if (!pid || isAlive(Number(pid))) continue;
    await stopServer(join(home, left)).catch(() => false);
    rmSync(join(home, left), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(home, `tandem-${name}-${process.pid}-`));
  if (process.getuid?.() === 0) chmodSync(folder, 0o755);
  return folder;
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A start takes seconds; a holder this old is another program that got the same process number. */
const staleAfterMs = 5 * 60_000;
const giveUpAfterMs = 2 * 60_000;

/** Runs `work` while no other process holds `file`. A lock whose process has died is taken over. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  // Linked into place so that nobody ever sees a lock without its owner.
  writeFileSync(mine, `${process.pid}`);
  try {
    await acquire(file, mine);
    try {
      return await work();
    } finally {
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

async function acquire(file: string, mine: string) {
  for (const deadline = Date.now() + giveUpAfterMs; ; await sleep(50)) {
    try {
      return linkSync(mine, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const stale = staleOwner(file);
    if (stale !== undefined) takeAway(file, stale);
    else if (Date.now() > deadline) {
      throw new Error(
        `Another process has been starting or stopping the database for ${giveUpAfterMs / 60_000} minutes. ` +
          `If none is, delete ${file} and try again.`,
      );
    }
  }
}

function staleOwner(file: string): string | undefined {
  try {
    const owner = readFileSync(file, "utf8");
    const tooOld = Date.now() - statSync(file).mtimeMs > staleAfterMs;
    return tooOld || !isAlive(Number(owner)) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function takeAway(file: string, owner: string) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    // Somebody else was quicker and this is their living lock: give it back.
    if (readFileSync(aside, "utf8") !== owner) linkSync(aside, file);
  } catch {
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whether a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

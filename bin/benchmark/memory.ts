import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../commands/database";
import { slope } from "./numbers";

/** A process whose memory is watched, and what it printed so far. It was started with `sayingWhatItHolds`. */
export type Watched = { pid: number; log: () => string };

/** For the environment of a process: it answers SIGUSR2 with what it holds when all garbage is gone. */
export const sayingWhatItHolds = {
  NODE_OPTIONS: `--expose-gc --import=${join(root, "bin/benchmark/heap-on-signal.mjs")}`,
};

/**
 * Megabytes of each process, from the first third on, when all is warm: resident at the start, at the end and at most,
 * how that grows a minute, and what was held with the garbage gone at the start and at the end. Only the last tells a
 * leak from garbage that nobody was in a hurry to collect.
 */
export async function sampleMemory(processes: Record<string, Watched>, until: number) {
  await sleep((until - Date.now()) / 3);
  const seen = await Promise.all(
    Object.entries(processes).map(async ([name, watched]) => {
      const points: [minutes: number, mb: number][] = [];
      return { name, watched, points, heldFrom: await heldMb(watched) };
    }),
  );
  for (; Date.now() < until; await sleep(2_000))
    for (const { watched, points } of seen) points.push([Date.now() / 60_000, residentMb(watched.pid)]);
  return Promise.all(
    seen.map(async ({ name, watched, points, heldFrom }) => {
      const mb = points.map(([, value]) => value);
      const resident = { from: mb[0], to: mb.at(-1), most: Math.max(0, ...mb), growsMbAMinute: slope(points) };
      return { name, ...resident, heldFrom, heldTo: await heldMb(watched) };
    }),
  );
}

async function heldMb({ pid, log }: Watched): Promise<number | undefined> {
  const said = () => [...log().matchAll(/^held (\d+) MB$/gm)].map(([, mb]) => Number(mb));
  const before = said().length;
  process.kill(pid, "SIGUSR2");
  for (let waited = 0; waited < 50 && said().length === before; waited++) await sleep(100);
  return said()[before];
}

const residentMb = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);

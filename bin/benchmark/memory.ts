import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { slope } from "./numbers";

/** Resident megabytes of each process: after the first third, at the end, and how they grow a minute between. */
export async function sampleMemory(pids: Record<string, number>, until: number) {
  const from = Date.now() + (until - Date.now()) / 3;
  const seen = Object.keys(pids).map((name) => ({ name, points: [] as [minutes: number, mb: number][] }));
  for (; Date.now() < until; await sleep(2_000))
    for (const { name, points } of seen)
      if (Date.now() > from) points.push([Date.now() / 60_000, residentMb(pids[name] as number)]);
  return seen.map(({ name, points }) => {
    const mb = points.map(([, value]) => value);
    return { name, from: mb[0], to: mb.at(-1), most: Math.max(0, ...mb), growsMbAMinute: slope(points) };
  });
}

const residentMb = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024);

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "@/bin/commands/output";
import { build } from "@/bin/running/build";
import type { Figure } from "./figures";

/** Builds when needed; afterwards prints what was measured, one line a check. */
export default async function setup(): Promise<() => void> {
  await build(console.log);
  const folder = mkdtempSync(join(tmpdir(), "portal-figures-"));
  const file = join(folder, "figures");
  process.env.FAULTS_FIGURES = file;
  return () => {
    if (existsSync(file))
      console.log(
        `\n${shown(
          readFileSync(file, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line)),
        )}\n`,
      );
    rmSync(folder, { recursive: true, force: true });
  };
}

function shown(figures: Figure[]): string {
  const text = (value: number | undefined, digits = 0) => (value === undefined ? "" : value.toFixed(digits));
  const rows = figures
    .sort((a, b) => a.check.localeCompare(b.check))
    .map((f) => [
      f.check,
      f.what,
      text(f.tried),
      text(f.unavailable),
      text(f.failed),
      text(f.lost),
      f.slowestMs === undefined ? "" : text(f.slowestMs / 1000, 1),
      text(f.healthyAfter, 1),
    ]);
  return table(["check", "fault", "tried", "told 503", "failed", "writes lost", "slowest s", "healthy after s"], rows);
}

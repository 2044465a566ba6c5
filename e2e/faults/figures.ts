import { appendFileSync } from "node:fs";

/** A line of the table that `bin/test faults` prints. */
export type Figure = {
  check: string;
  what: string;
  tried: number;
  /** Told clearly that it passes by itself. */
  unavailable?: number;
  /** Failed otherwise, in a way that somebody sees. */
  failed: number;
  /** Acknowledged writes that are not there. */
  lost?: number;
  healthyAfter?: number;
  slowestMs?: number;
};

/** Keeps a line for the table. */
export function figure(line: Figure): void {
  if (process.env.FAULTS_FIGURES) appendFileSync(process.env.FAULTS_FIGURES, `${JSON.stringify(line)}\n`);
  else console.log(line);
}

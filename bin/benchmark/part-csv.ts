import { readFileSync } from "node:fs";
import { get } from "node:http";
import { connectionUrl } from "@/db/connection";
import { print, table } from "../commands/output";
import { build } from "../running/build";
import { short } from "./numbers";
import type { Program } from "./program";
import { startWeb } from "./web";

export type CsvOptions = { rows: number; json?: boolean };
type Step = { reading: number; rows: number; seconds: number; memoryMb: number | null };

/** How often the same file is read: what is only waiting to be collected goes in the later ones, what is kept would grow. */
const readings = 3;

/** Reads the deals as a CSV over HTTP, and how much memory the web process holds at every fifth of the rows. */
export async function benchCsv(program: Program, { rows, json }: CsvOptions, say: (text: string) => void) {
  await build(say);
  const web = await startWeb("csv", await connectionUrl("web"));
  try {
    const session = program.sessions.admin as string;
    await read(`${web.url}/exports/deals?q=Kestrel+Bank+77`, session, 1, web.pid);
    const steps: Step[] = [];
    for (let reading = 1; reading <= readings; reading++)
      for (const step of await read(`${web.url}/exports/deals`, session, rows, web.pid))
        steps.push({ reading, ...step });
    print(json, { steps }, asTable(steps));
  } finally {
    await web.stop();
  }
}

/** Reads so many lines and then lets go. */
function read(url: string, session: string, rows: number, pid: number | undefined): Promise<Omit<Step, "reading">[]> {
  const started = performance.now();
  const step = (seen: number) => ({
    rows: seen,
    seconds: (performance.now() - started) / 1000,
    memoryMb: memoryOf(pid),
  });
  return new Promise((done, fail) => {
    const steps = [step(0)];
    let seen = 0;
    const asked = get(url, { headers: { cookie: `session=${session}` } }, (answer) => {
      if (answer.statusCode !== 200) fail(new Error(`${url} answers ${answer.statusCode}.`));
      answer.on("data", (chunk: Buffer) => {
        for (const byte of chunk) if (byte === 10) seen++;
        if (seen >= (rows / 5) * steps.length && steps.length <= 5) steps.push(step(seen));
        if (seen >= rows) asked.destroy();
      });
      answer.on("close", () => done(steps));
    });
    asked.on("error", (error) => (seen >= rows ? done(steps) : fail(error)));
  });
}

/** What a process holds in memory, where the system tells it in a file. */
function memoryOf(pid: number | undefined): number | null {
  try {
    const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? null : Number(kb) / 1000;
  } catch {
    return null;
  }
}

const asTable = (steps: Step[]) =>
  table(
    ["reading", "rows", "seconds", "memory MB"],
    steps.map(({ reading, rows, seconds, memoryMb }) => [
      String(reading),
      String(rows),
      String(short(seconds)),
      memoryMb === null ? "" : String(short(memoryMb)),
    ]),
  );

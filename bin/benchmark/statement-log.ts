import { closeSync, fstatSync, openSync, readSync } from "node:fs";

export type Statement = { ms: number; text: string };

/** Reads what the database's log has gained since the last time: each statement and how long the server took for it. */
export function statementLog(file: string): () => Statement[] {
  let offset = read(file, 0).length;
  return () => {
    const gained = read(file, offset);
    offset += gained.length;
    return statementsIn(gained.toString("utf8"));
  };
}

/** The statements of a log written with log_min_duration_statement = 0: parsing, binding and running each belong together. */
export function statementsIn(log: string): Statement[] {
  const statements: Statement[] = [];
  let before = 0;
  for (const [, ms, step, text] of log.matchAll(
    /duration: ([\d.]+) ms {2}(parse|bind|execute|statement)[^:]*: ([^\n]*(?:\n(?:\t|(?!\d{4}-\d\d-\d\d )).*)*)/g,
  )) {
    before += Number(ms);
    if (step !== "execute" && step !== "statement") continue;
    statements.push({ ms: before, text: (text as string).replace(/\s+/g, " ").trim() });
    before = 0;
  }
  return statements;
}

function read(file: string, from: number): Buffer {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(handle).size - from));
    readSync(handle, bytes, 0, bytes.length, from);
    return bytes;
  } finally {
    closeSync(handle);
  }
}

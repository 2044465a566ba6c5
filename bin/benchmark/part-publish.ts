import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recordAudit } from "@/db/audit/commands";
import { closeDatabases, withWorker } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { publishImport, stageImport } from "@/db/imports/commands";
import { drainDirty } from "@/db/metrics/rollup";
import { ensureServer, stopServer } from "@/db/server/embedded";
import { dataDir } from "../commands/database";
import { print, table } from "../commands/output";
import { build } from "../running/build";
import { writeImportFiles } from "./import-file";
import { percentile, short } from "./numbers";
import { takeFolder } from "./own-folder";
import type { Program } from "./program";
import { getter } from "./requests";
import { startWeb } from "./web";

export type PublishOptions = { rows: number; json?: boolean };

const actor = { personId: null, name: "bench" };
const dealsOfPartner = 100;
const warmMs = 5_000;
const usualMs = 15_000;
/** A person who reads, rather than a load test: the machine has moments to itself. */
const pauseMs = 50;

type Asked = { page: string; phase: string; ms: number; status: number };

/** Publishes an import into a copy of the program while one person reads pages, and then makes the sums; the program stays as it is. */
export async function benchPublish(program: Program, { rows, json }: PublishOptions, say: (text: string) => void) {
  await build(say);
  const files = mkdtempSync(join(tmpdir(), "bench-publish-"));
  const leave = await intoCopy(say);
  try {
    say(`reading and checking ${rows} deals`);
    const made = await writeImportFiles(files, rows, Math.ceil(rows / dealsOfPartner));
    const batch = await withWorker((tx) => stageImport(tx, actor, made.mapping, made.files));
    const web = await startWeb("asked", await connectionUrl("web"));
    const reader = readPages(web.url, program);
    try {
      await sleep(warmMs);
      const seconds = await inPhases(reader.enter, say, {
        usual: () => sleep(usualMs),
        publishing: () =>
          withWorker(async (tx) => recordAudit(tx, actor, (await publishImport(tx, actor, batch)).audit)),
        summing: drainDirty,
        after: () => sleep(usualMs),
      });
      const pages = told(await reader.end());
      print(json, { deals: rows, seconds, pages }, asTable(seconds, pages));
    } finally {
      await reader.end();
      await web.stop();
    }
  } finally {
    await leave();
    rmSync(files, { recursive: true, force: true });
  }
}

/** Copies the program's folder and works in the copy. Returns what removes it again. */
async function intoCopy(say: (text: string) => void): Promise<() => Promise<void>> {
  const from = dataDir();
  const copy = `${from}-publishing`;
  if (!existsSync(join(from, "postgres"))) throw new Error(`${from} does not hold its database itself.`);
  await closeDatabases();
  await stopServer(from);
  say(`copying ${from}`);
  rmSync(copy, { recursive: true, force: true });
  // The files belong to the server's own user, and stay that user's.
  execFileSync("cp", ["-a", from, copy]);
  takeFolder(copy);
  await ensureServer(copy);
  return async () => {
    await closeDatabases();
    await stopServer(copy);
    rmSync(copy, { recursive: true, force: true });
    takeFolder(from);
  };
}

/** Does one phase after the other, and says how many seconds each took. */
export async function inPhases(
  enter: (phase: string) => void,
  say: (text: string) => void,
  phases: Record<string, () => Promise<unknown>>,
): Promise<Record<string, number>> {
  const seconds: Record<string, number> = {};
  for (const [phase, work] of Object.entries(phases)) {
    say(phase);
    enter(phase);
    const started = performance.now();
    await work();
    seconds[phase] = short((performance.now() - started) / 1000);
  }
  return seconds;
}

/** One person who reads the main pages one after the other, until told to end. */
export function readPages(url: string, { sessions, typical }: Program) {
  const pages: [page: string, path: string, role: string][] = [
    ["empty", "/bench/empty", "admin"],
    ["home", "/home", "admin"],
    ["partners", "/partners", "admin"],
    ["partner", `/partners/${typical}`, "admin"],
    ["deals", "/deals", "admin"],
    ["a partner's home", "/home", "typical_admin"],
    ["a partner's deals", "/deals", "typical_admin"],
  ];
  const { get, close } = getter(url, 1);
  const asked: Asked[] = [];
  let phase = "";
  let ended = false;
  const reading = (async () => {
    while (!ended)
      for (const [page, path, role] of pages) {
        const during = phase;
        const { ms, status } = await get(path, sessions[role] as string);
        if (during) asked.push({ page, phase: during, ms, status });
        await sleep(pauseMs);
      }
    close();
  })();
  const end = async () => {
    ended = true;
    await reading;
    return asked;
  };
  const enter = (name: string) => {
    phase = name;
  };
  return { enter, end };
}

type Told = {
  page: string;
  phase: string;
  asked: number;
  refused: number;
  p50Ms: number;
  p95Ms: number;
  ratio: number;
};

/** The middle of each page in each phase, beside the page's own middle before or after, whichever is less. */
export function told(asked: Asked[]): Told[] {
  const of = (page: string, phase: string) => asked.filter((one) => one.page === page && one.phase === phase);
  const at = (some: Asked[], part: number) =>
    percentile(
      some.map(({ ms }) => ms),
      part,
    );
  const kinds = [...new Set(asked.map(({ page, phase }) => `${page}\n${phase}`))].map((kind) => kind.split("\n"));
  return kinds.map(([page = "", phase = ""]) => {
    const some = of(page, phase);
    return {
      page,
      phase,
      asked: some.length,
      refused: some.filter(({ status }) => status !== 200).length,
      p50Ms: short(at(some, 0.5)),
      p95Ms: short(at(some, 0.95)),
      ratio: short(at(some, 0.5) / Math.min(at(of(page, "usual"), 0.5), at(of(page, "after"), 0.5))),
    };
  });
}

/** The phases and each page in each of them. */
export function asTable(seconds: Record<string, number>, pages: Told[]): string {
  const rows = pages.map((one) =>
    [one.page, one.phase, one.asked, one.refused, one.p50Ms, one.p95Ms, one.ratio].map(String),
  );
  const took = Object.entries(seconds).map(([phase, took]) => `${phase} ${took} s`);
  return `${took.join(", ")}\n${table(["page", "while", "asked", "refused", "p50 ms", "p95 ms", "× usual"], rows)}`;
}

import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { betweenRules, type Evaluated, evaluateAlerts } from "@/db/alerts/evaluate";
import { withWorker } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { print, table } from "../commands/output";
import { build } from "../running/build";
import { asTable, inPhases, readPages, told } from "./part-publish";
import type { Program } from "./program";
import { startWeb } from "./web";

const warmMs = 5_000;
const usualMs = 15_000;

/** Asks all rules of alerts while one person reads pages: with everything to raise, and with nothing new. The program stays as it is. */
export async function benchAlerts(program: Program, { json }: { json?: boolean }, say: (text: string) => void) {
  await build(say);
  await forget();
  const web = await startWeb("asked", await connectionUrl("web"));
  const reader = readPages(web.url, program);
  const rounds: Evaluated[][] = [];
  const round = async () => {
    rounds.push(await evaluateAlerts({ all: true, pause: betweenRules }));
  };
  try {
    await sleep(warmMs);
    const seconds = await inPhases(reader.enter, say, {
      usual: () => sleep(usualMs),
      raising: round,
      again: round,
      after: () => sleep(usualMs),
    });
    const pages = told(await reader.end());
    print(json, { seconds, rounds, pages }, `${asTable(seconds, pages)}\n\n${byRule(rounds)}`);
  } finally {
    await reader.end();
    await web.stop();
    await forget();
  }
}

function byRule([first = [], again = []]: Evaluated[][]): string {
  const rows = first.map(({ rule, ms, raised }, index) => [rule, raised, ms, again[index]?.ms ?? 0].map(String));
  return table(["rule", "raised", "ms", "ms again"], rows);
}

const forget = () => withWorker((tx) => tx.execute(sql`delete from alerts`));

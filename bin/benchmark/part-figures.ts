import postgres from "postgres";
import { withWorker } from "@/db/client";
import { keepCohorts } from "@/db/metrics/cohorts";
import { answer } from "@/db/metrics/queries";
import { rebuildSums } from "@/db/metrics/rollup";
import { type Dimension, dimensionKeys } from "@/lib/metrics/dimensions";
import { type MetricKey, metricKeys } from "@/lib/metrics/registry";
import { namedPeriod } from "@/lib/period";
import { print, table } from "../commands/output";
import type { Program } from "./program";

export type FiguresOptions = { metrics?: string; sweeps?: boolean; json?: boolean };
type Size = { name: string; rows: number; megabytes: number };
type Sweep = { metric: MetricKey; totalMs: number; middleMs: number; slowestMs: number; slowest: string };

/**
 * How long all monthly sums and the quartiles of all cohorts take to be made again, how large the sums are, and how long
 * each metric takes: as one number, and cut by each dimension in turn. A year of whole months, each question asked twice.
 */
export async function benchFigures(
  program: Program,
  options: FiguresOptions,
  say: (text: string) => void,
): Promise<void> {
  const made = options.sweeps ? null : await madeAgain(say);
  const sizes = await sizesOf(program.url);
  const sweeps: Sweep[] = [];
  for (const metric of metricKeys.filter((key) => new RegExp(options.metrics ?? "").test(key))) {
    const sweep = await sweepOf(metric, program.today);
    sweeps.push(sweep);
    say(`${metric}: ${sweep.totalMs}, ${sweep.middleMs}, ${sweep.slowestMs} ms by ${sweep.slowest}`);
  }
  const heads = ["metric", "one number, ms", "middle dimension, ms", "slowest, ms", "which"];
  const rows = sweeps.map((one) => [one.metric, one.totalMs, one.middleMs, one.slowestMs, one.slowest].map(String));
  const told = [
    ...(made ? [made.says] : []),
    ...sizes.map(({ name, rows: count, megabytes }) => `${name}: ${count} rows, ${megabytes} MB with indexes`),
  ];
  print(options.json, { ...made, sizes, sweeps }, `${told.join("\n")}\n\n${table(heads, rows)}`);
}

async function madeAgain(say: (text: string) => void) {
  say("making the sums again");
  const rebuild = await secondsOf(rebuildSums);
  say("making the quartiles of cohorts");
  const cohorts = await secondsOf(keepCohorts);
  const says = `All sums were made again in ${rebuild.seconds} s (${rebuild.made} partners); quartiles of ${cohorts.made} cohorts in ${cohorts.seconds} s.`;
  return { rebuild, cohorts, says };
}

async function secondsOf(work: () => Promise<number>) {
  const started = performance.now();
  const made = await work();
  return { made, seconds: Math.round((performance.now() - started) / 100) / 10 };
}

async function sizesOf(url: string): Promise<Size[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`vacuum analyze metric_month, metric_program, metric_cohorts`;
    return [
      ...(await sql<
        Size[]
      >`select relname as name, reltuples::int as rows, round(pg_total_relation_size(oid) / 1048576.0)::int as megabytes
        from pg_class where relname in ('metric_month', 'metric_program', 'metric_cohorts') and relkind = 'r' order by 1`),
    ];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function sweepOf(metric: MetricKey, today: string): Promise<Sweep> {
  const span = namedPeriod("trailing_12_months", today);
  const ask = (by: Dimension | null) =>
    withWorker(async (tx) => {
      await answer(tx, "operator", { metric, span, by });
      const started = performance.now();
      await answer(tx, "operator", { metric, span, by });
      return Math.round(performance.now() - started);
    });
  const totalMs = await ask(null);
  const cuts: { by: Dimension; ms: number }[] = [];
  for (const by of dimensionKeys) cuts.push({ by, ms: await ask(by) });
  cuts.sort((a, b) => a.ms - b.ms);
  const [middle, slowest] = [cuts[Math.floor(cuts.length / 2)], cuts.at(-1)];
  return { metric, totalMs, middleMs: middle?.ms ?? 0, slowestMs: slowest?.ms ?? 0, slowest: slowest?.by ?? "" };
}

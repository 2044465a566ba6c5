import { type Command, InvalidArgumentError } from "commander";
import { withWorker } from "@/db/client";
import type { Where } from "@/db/metrics/dimensions";
import { type Answer, answer } from "@/db/metrics/queries";
import { checkRollups, drainDirty, rebuildSums } from "@/db/metrics/rollup";
import { type Dimension, dimensionKeys, isDimension } from "@/lib/metrics/dimensions";
import { isMetricKey, type MetricKey, metricKeys, metricOf } from "@/lib/metrics/registry";
import { formulaText } from "@/lib/metrics/settings";
import { customPeriod } from "@/lib/period";
import { openDatabase } from "./database";
import { print, table } from "./output";

type Options = { from?: string; to?: string; by?: Dimension; where?: Where; partner?: string; json?: boolean };

export function register(program: Command): void {
  program
    .command("metric")
    .description("print a figure, exact; `metric list` names them, `metric check` proves the kept sums")
    .argument("<key>", "a metric's key, or list, check, rebuild")
    .option("--from <day>", "first day of the period, 2026-01-01")
    .option("--to <day>", "the day after its last")
    .option("--by <dimension>", `cut by ${dimensionKeys.join(", ")}`, readDimension)
    .option("--where <dimension=value>", "only rows with this value; may be repeated", readWhere)
    .option("--partner <id>", "one partner's own figure")
    .option("--json", "print the result as JSON")
    .action(run);
}

async function run(key: string, options: Options) {
  if (key === "list") return list(options);
  if (key === "check") return check(options);
  if (key === "rebuild") return rebuild(options);
  if (!isMetricKey(key)) throw new Error(`there is no metric "${key}". \`portal metric list\` names them.`);
  if (!options.from || !options.to)
    throw new Error("--from and --to are needed: the first day, and the day after the last");
  const period = customPeriod(options.from, options.to);
  if (options.partner && !/^[0-9a-f-]{36}$/i.test(options.partner))
    throw new Error(`--partner: "${options.partner}" is not a partner's id`);
  await openDatabase();
  await drainDirty();
  const question = { metric: key, span: period, by: options.by, where: options.where, partnerId: options.partner };
  const result = await withWorker((tx) => answer(tx, "operator", question));
  print(options.json, asJson(key, period, result, options.by), asText(key, result));
}

function asJson(
  key: MetricKey,
  period: { from: string; to: string },
  { total, groups, currency }: Answer,
  by?: Dimension,
) {
  const metric = metricOf(key);
  const money = metric.unit === "money" || metric.unit === "ratio";
  return {
    key,
    unit: metric.unit,
    currency: money ? currency : null,
    from: period.from,
    to: period.to,
    value: total.value,
    numerator: total.numerator,
    denominator: total.denominator,
    missingRates: total.missing,
    by: by ?? null,
    rows: groups.map(({ group, label, value, numerator, denominator }) => ({
      group: by === "partner" ? label : group,
      ...(by === "partner" ? { id: group } : label === group ? {} : { label }),
      value,
      numerator,
      denominator,
    })),
  };
}

function asText(key: MetricKey, { total, groups, currency }: Answer): string {
  const metric = metricOf(key);
  const head = `${metric.label}: ${total.value ?? "–"}${metric.unit === "money" ? ` ${currency}` : ""}`;
  const missing = total.missing ? `\n${total.missing} amounts have no exchange rate and are not in the figure.` : "";
  const rows = groups.map((g) => [g.label, g.value ?? "–", g.numerator, g.denominator ?? ""]);
  return `${head}${missing}${rows.length ? `\n\n${table(["group", "value", "numerator", "denominator"], rows)}` : ""}`;
}

function list({ json }: Options) {
  const all = metricKeys.map((key) => ({ key, ...metricOf(key), formula: formulaText(metricOf(key)) }));
  print(
    json,
    all,
    table(
      ["key", "unit", "what"],
      all.map(({ key, unit, formula }) => [key, unit, formula]),
    ),
  );
}

async function check({ json }: Options) {
  await openDatabase();
  await drainDirty();
  const { sums, differences } = await checkRollups();
  const text = differences.map(
    (d) => `${d.component} of partner ${d.partnerId}, ${d.month}: kept ${d.kept}, rows ${d.rows}`,
  );
  print(
    json,
    { ok: differences.length === 0, sums, differences },
    text.join("\n") || `All ${sums} kept sums equal a recomputation from the rows.`,
  );
  if (differences.length) process.exitCode = 1;
}

async function rebuild({ json }: Options) {
  await openDatabase();
  const partners = await rebuildSums();
  print(json, { partners }, `Made the sums of ${partners} partners again.`);
}

function readDimension(text: string): Dimension {
  if (isDimension(text)) return text;
  throw new InvalidArgumentError(`It is one of ${dimensionKeys.join(", ")}.`);
}

function readWhere(text: string, before: Where = {}): Where {
  const [dimension, ...rest] = text.split("=");
  if (!dimension || !isDimension(dimension) || rest.length === 0)
    throw new InvalidArgumentError("Write dimension=value, as in tier=gold.");
  return { ...before, [dimension]: [...(before[dimension] ?? []), rest.join("=")] };
}

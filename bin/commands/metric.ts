import { type Command, InvalidArgumentError } from "commander";
import { withWorker } from "@/db/client";
import { type Compared, type Comparison, compareIn, comparisons } from "@/db/metrics/compare";
import type { Where } from "@/db/metrics/dimensions";
import { type Answer, reachOf, readProgram } from "@/db/metrics/queries";
import { checkRollups, drainDirty, rebuildSums } from "@/db/metrics/rollup";
import { tellOf } from "@/db/metrics/told";
import { type Dimension, dimensionKeys, isDimension } from "@/lib/metrics/dimensions";
import { isMetricKey, type MetricKey, metricKeys, metricOf } from "@/lib/metrics/registry";
import { formulaText } from "@/lib/metrics/settings";
import { customPeriod, dayIn, periodKeys, readPeriod } from "@/lib/period";
import { openDatabase } from "./database";
import { print, table } from "./output";
import { partnerNamed } from "./partner-named";

type Options = {
  period?: string;
  from?: string;
  to?: string;
  by?: Dimension;
  where?: Where;
  partner?: string;
  compare?: Comparison[];
  explain?: boolean;
  json?: boolean;
};

export function register(program: Command): void {
  program
    .command("metric")
    .description("print a figure, exact; `metric list` names them, `metric check` proves the kept sums")
    .argument("<key>", "a metric's key, or list, check, rebuild")
    .option("--period <name>", `2026, 2026-Q3, 2026-07, or one of ${periodKeys.join(", ")}`)
    .option("--from <day>", "first day of the period, 2026-01-01")
    .option("--to <day>", "the day after its last")
    .option("--by <dimension>", `cut by ${dimensionKeys.join(", ")}`, readDimension)
    .option("--where <dimension=value>", "only rows with this value; may be repeated", readWhere)
    .option("--partner <partner>", "one partner's own figure, by its id or exact name")
    .option("--compare <with>", `against ${comparisons.join(", ")}; several with commas`, readComparisons)
    .option("--explain", "with what it means, and of each part the rows that are counted and left out")
    .option("--json", "print the result as JSON")
    .action(run);
}

async function run(key: string, options: Options) {
  if (key === "list") return list(options);
  if (key === "check") return check(options);
  if (key === "rebuild") return rebuild(options);
  if (!isMetricKey(key)) throw new Error(`there is no metric "${key}". \`portal metric list\` names them.`);
  if (!options.period && !(options.from && options.to))
    throw new Error("--period, or --from and --to are needed: the first day, and the day after the last");
  if (options.compare?.includes("cohort") && !options.partner)
    throw new Error("--compare cohort needs --partner: a cohort is of one partner's type and tier");
  const given = options.period ? null : customPeriod(options.from ?? "", options.to ?? "");
  await openDatabase();
  await drainDirty();
  const partnerId = options.partner ? await partnerNamed(options.partner) : undefined;
  const { period, result, told, program } = await withWorker(async (tx) => {
    const program = await readProgram(tx);
    const now = new Date();
    const period = given ?? readPeriod(options.period ?? "", dayIn(program.timeZone, now));
    const question = { metric: key, by: options.by, where: options.where, partnerId };
    const compare = options.compare ?? [];
    const result = await compareIn(tx, "operator", program, { ...question, period, compare, now });
    const reach = reachOf("operator", program, partnerId);
    const told = options.explain ? await tellOf(tx, program, reach, { ...question, span: period }) : null;
    return { period, result, told, program };
  });
  const { answer, ...compared } = result;
  const json = {
    ...asJson(key, period, answer, options.by),
    ...(options.compare ? { compare: comparedJson(compared) } : {}),
    ...(told ? { ...told, timeZone: program.timeZone, asOf: new Date().toISOString() } : {}),
  };
  print(
    options.json,
    json,
    [asText(key, answer), ...comparedText(compared), ...(told ? toldText(told) : [])].join("\n"),
  );
}

type Against = Omit<Compared, "answer">;

function comparedJson({ previous, year, ...others }: Against) {
  const earlier = (answer: NonNullable<Against["previous"]>) => ({
    from: answer.from,
    to: answer.to,
    value: answer.total.value,
    rows: answer.groups.map(({ group, value }) => ({ group, value })),
  });
  return {
    ...(previous ? { previous: earlier(previous) } : {}),
    ...(year ? { year: earlier(year) } : {}),
    ...others,
  };
}

function comparedText({ previous, year, target, baseline, cohort }: Against): string[] {
  const earlier = (name: string, answer: Against["previous"]) =>
    answer ? [`${name} (${answer.from} to ${answer.to}): ${answer.total.value ?? "–"}`] : [];
  return [
    ...earlier("previous period", previous),
    ...earlier("year before", year),
    ...(target === undefined ? [] : [`target: ${target ?? "–"}`]),
    ...(baseline === undefined ? [] : [`baseline: ${baseline?.value ?? "–"}`]),
    ...(cohort === undefined
      ? []
      : [`cohort: ${cohort ? cohortText(cohort) : "– (fewer than five partners with a value)"}`]),
  ];
}

function toldText({ definition, parts }: Awaited<ReturnType<typeof tellOf>>): string[] {
  const { version, formula, exclusions, owner, validator } = definition;
  const rows = parts.flatMap(({ component, says, measured, rows, leftOut }) => [
    [component, says, String(rows.count), rows.sum, measured],
    ...leftOut.map((left) => ["", `left out: ${left.says}`, String(left.count), left.sum, ""]),
  ]);
  return [
    `\nversion ${version}: ${formula}`,
    `left out: ${exclusions}`,
    `owner ${owner}, validated by ${validator}`,
    `\n${table(["part", "rows", "count", "sum", "figure"], rows)}`,
  ];
}

const cohortText = ({ partners, type, tier, q1, median, q3 }: NonNullable<Against["cohort"]>) =>
  `${partners} partners (${type}, ${tier ?? "no tier"}): a quarter below ${q1}, median ${median}, a quarter above ${q3}`;

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
    ...(total.minus ? { minus: total.minus } : {}),
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

function readComparisons(text: string): Comparison[] {
  const wanted = text.split(",").map((part) => part.trim());
  const unknown = wanted.find((part) => !(comparisons as readonly string[]).includes(part));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is not one of ${comparisons.join(", ")}.`);
  return wanted as Comparison[];
}

function readWhere(text: string, before: Where = {}): Where {
  const [dimension, ...rest] = text.split("=");
  if (!dimension || !isDimension(dimension) || rest.length === 0)
    throw new InvalidArgumentError("Write dimension=value, as in tier=gold.");
  return { ...before, [dimension]: [...(before[dimension] ?? []), rest.join("=")] };
}

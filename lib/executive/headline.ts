import { formatCount, formatDay, formatE4, formatMoney, formatPercent } from "../format";
import { spanLabel } from "../period";
import type { Cohort, Compared, Executive } from "./view";

export type Verdict = "on plan" | "close to plan" | "behind plan" | "no plan";
export type Part = { text: string; href?: string };
/** Are we on plan, why, what next: each a sentence of parts, some of which lead to their rows. */
export type Headline = { verdict: Verdict; onPlan: Part[]; why: Part[]; next: Part[] };

type Given = Pick<
  Executive,
  "plan" | "regions" | "types" | "cohorts" | "stalled" | "period" | "today" | "comparedWith"
> & { program: { currency: string } };

/** At least so much of the plan is close to it. */
const close = 0.9;

/** The page in three sentences, computed from what stands on it. */
export function headlineOf(given: Given): Headline {
  return { verdict: verdictOf(given), onPlan: onPlan(given), why: why(given), next: next(given) };
}

/** By the forecast while the period runs, by what was won once it is over. */
export function verdictOf({ plan }: Pick<Given, "plan">): Verdict {
  if (plan.target === null || Number(plan.target) <= 0) return "no plan";
  const ratio = Number(plan.passed < 1 ? plan.forecast : plan.won) / Number(plan.target);
  if (ratio >= 1) return "on plan";
  return ratio >= close ? "close to plan" : "behind plan";
}

function onPlan(given: Given): Part[] {
  const { plan, period } = given;
  const money = moneyOf(given);
  const name = spanLabel(period);
  const running = plan.passed < 1;
  const won = { text: money(plan.won), href: metricHref("sourced_revenue", period) };
  if (plan.target === null) return [{ text: `There is no plan for ${name}. Partners have won ` }, won, { text: "." }];
  const of = `${money(plan.target)} (${formatPercent(Number(plan.won) / Number(plan.target))})`;
  if (!running) return [{ text: "Partners won " }, won, { text: ` of ${of} in ${name}.` }];
  const end = formatPercent(Number(plan.forecast) / Number(plan.target));
  return [
    { text: "Partners have won " },
    won,
    { text: ` of ${of} with ${formatPercent(plan.passed)} of ${name} gone, and with what is open it ends near ` },
    { text: `${money(plan.forecast)} (${end})`, href: metricHref("forecast", period) },
    { text: "." },
  ];
}

function why(given: Given): Part[] {
  const change = total(given.regions, "now") - total(given.regions, "before");
  const lines = [...given.regions, ...given.types].filter(({ label }) => label !== "(none)");
  const moved = lines.map((line) => ({ line, by: by(line) })).filter((one) => one.by !== 0);
  const down = moved.filter((one) => one.by < 0).sort((a, b) => a.by - b.by)[0];
  const up = moved.filter((one) => one.by > 0).sort((a, b) => b.by - a.by)[0];
  if (!down && !up) return [{ text: `Nothing changed against ${given.comparedWith}.` }];
  const money = moneyOf(given);
  const says = (one: { line: Compared; by: number }): Part[] => [
    { text: one.line.label, href: one.line.href },
    { text: ` ${one.by < 0 ? "lost" : "gained"} ${money(String(Math.abs(one.by)))}` },
  ];
  const [first, second] = change < 0 ? [down, up] : [up, down];
  const intro = `Revenue is ${money(String(Math.abs(change)))} ${change < 0 ? "below" : "above"} ${given.comparedWith}: `;
  const parts: Part[] = [{ text: change === 0 ? `Revenue is that of ${given.comparedWith}: ` : intro }];
  if (first) parts.push(...says(first));
  if (first && second) parts.push({ text: ", while " });
  if (second) parts.push(...says(second));
  return [...parts, { text: "." }];
}

function next(given: Given): Part[] {
  const { plan, stalled, today } = given;
  const money = moneyOf(given);
  const missing = plan.target === null ? 0 : Number(plan.target) - Number(plan.forecast);
  const worst = atRisk(given.cohorts)[0];
  const running = plan.passed < 1 && today <= plan.lastDay;
  const parts: Part[] = [];
  if (running && missing > 0)
    parts.push({
      text: `To reach the plan, ${money(String(missing))} more must close by ${formatDay(plan.lastDay)}. `,
    });
  if (stalled.count > 0)
    parts.push(
      { text: "Wake the " },
      {
        text: `${formatCount(stalled.count)} stalled deals (${formatE4(BigInt(stalled.amountE4), given.program.currency, "short")})`,
        href: "/home/deals?list=stalled&book=all",
      },
    );
  if (worst)
    parts.push(
      { text: stalled.count > 0 ? " and look after " : "Look after " },
      { text: worst.label, href: worst.href },
      { text: Number(worst.now) > 0 ? `, which fell by ${formatPercent(fall(worst))}` : ", which won nothing" },
    );
  if (parts.length === 0) return [{ text: "Nothing asks for a decision: keep going." }];
  return stalled.count > 0 || worst ? [...parts, { text: "." }] : parts;
}

/** The cohorts that brought the most. */
export const topCohorts = (cohorts: readonly Cohort[], most = 4) =>
  cohorts
    .filter(({ now }) => Number(now) > 0)
    .sort((a, b) => Number(b.now) - Number(a.now) || order(a, b))
    .slice(0, most);

/** The cohorts that fell by a tenth or more, the largest fall in money first. */
export const atRisk = (cohorts: readonly Cohort[], most = 4) =>
  cohorts
    .filter((one) => Number(one.before) > 0 && fall(one) >= 0.1)
    .sort((a, b) => by(a) - by(b) || order(a, b))
    .slice(0, most);

/** By how much a line fell, as a fraction of what it was. */
export const fall = ({ now, before }: Pick<Compared, "now" | "before">) =>
  (Number(before) - Number(now)) / Number(before);

const order = (a: Compared, b: Compared) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
const by = ({ now, before }: Compared) => Number(now) - Number(before);
const total = (lines: readonly Compared[], of: "now" | "before") =>
  lines.reduce((sum, line) => sum + Number(line[of]), 0);
const moneyOf =
  ({ program }: Given) =>
  (decimal: string) =>
    formatMoney(decimal, program.currency, "short");
const metricHref = (metric: string, { from, to }: { from: string; to: string }) =>
  `/metrics/${metric}?from=${from}&to=${to}`;

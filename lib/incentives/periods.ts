import { addDays, bucketsOf } from "@/lib/period";
import type { Plan, PlanPeriod } from "./plan";
import { ruleOf } from "./rules/registry";

/** Days [from, to). */
export type Span = { from: string; to: string };

const lengths: Record<PlanPeriod, number> = { month: 0, quarter: 1, year: 2 };
/** A day after all that the portal knows of. */
export const farDay = "9999-01-01";

/** The calendar period of a plan that a day belongs to. Days are days of the program's time zone: an instant is none. */
export function periodOf(day: string, by: PlanPeriod): Span & { label: string } {
  const [bucket] = bucketsOf({ from: day, to: addDays(day, 1) }, by);
  const months = { month: 1, quarter: 3, year: 12 }[by];
  const [year, month] = day.split("-").map(Number) as [number, number];
  const first = Math.floor((month - 1) / months) * months;
  const after = first + months;
  const from = `${year}-${pad(first + 1)}-01`;
  const to = after === 12 ? `${year + 1}-01-01` : `${year}-${pad(after + 1)}-01`;
  return { from, to, label: bucket?.label ?? day };
}

/** The first day of the month. */
export const monthOf = (day: string) => `${day.slice(0, 7)}-01`;
/** The first day of the next month. */
export const nextMonth = (month: string) => periodOf(month, "month").to;
/** The same day a year before; the 28th for a 29 February. */
export const yearEarlier = (day: string) => shifted(day, -1);
export const yearLater = (day: string) => shifted(day, 1);

function shifted(day: string, years: number): string {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return moved.endsWith("02-29") ? `${moved.slice(0, 8)}28` : moved;
}
const pad = (value: number) => String(value).padStart(2, "0");

/** Whether a plan must see its whole life to tell what a day earns. */
export const seesLife = (plan: Plan) =>
  ruleOf(plan.rule).reach === "life" || plan.limits.capPartner !== "" || seesAll(plan);
/** Whether what a partner earns depends on what others do. */
export const seesAll = (plan: Plan) => plan.limits.capProgram !== "";

/** The days that must be reckoned anew, for all plans together, when something of these months has changed. */
export function spanOf(plans: readonly Plan[], months: readonly string[]): Span {
  const touched = plans.some(({ rule }) => ruleOf(rule).compares) ? [...months, ...months.map(yearLater)] : months;
  const by = plans.reduce<PlanPeriod>((most, { period }) => (lengths[period] > lengths[most] ? period : most), "month");
  const spans = touched.map((month) => periodOf(month, by));
  const life = plans.filter(seesLife);
  return {
    from: [...spans.map(({ from }) => from), ...life.map(({ validFrom }) => validFrom)].sort()[0] as string,
    to: [...spans.map(({ to }) => to), ...life.map(({ validTo }) => validTo ?? farDay)].sort().at(-1) as string,
  };
}

import { formatCount, formatE4, formatMoney } from "../format";
import { decimalOfE4 } from "../money";
import { type CustomCriterion, criterionOf } from "./criteria";
import type { Requirement } from "./standing";
import { isTierWindow, tierWindows, usualWindow } from "./windows";

/** What a requirement counts: `Sourced revenue in the last 12 months`. */
export function requirementWords({ criterion, window }: Requirement, customs: readonly CustomCriterion[] = []): string {
  const { label, windowed } = criterionOf(criterion, customs);
  return windowed ? `${label} ${tierWindows[isTierWindow(window) ? window : usualWindow]}` : label;
}

/** A requirement in one line: `Valid certifications: 3`. */
export function asksWords(
  requirement: Requirement,
  currency: string,
  customs: readonly CustomCriterion[] = [],
): string {
  const { unit } = criterionOf(requirement.criterion);
  const { atLeast } = requirement;
  return `${requirementWords(requirement, customs)}: ${unit === "money" ? formatMoney(atLeast, currency, "exact") : atLeast}`;
}

/** An amount of a criterion: `USD 1,234.50`, `3`. Less than a cent is said exactly, so that what is missing is never 0. */
export function amountWords(criterion: string, amountE4: bigint, currency: string): string {
  const { unit } = criterionOf(criterion);
  if (unit === "money") return formatE4(amountE4, currency, amountE4 < 100n ? "exact" : "cents");
  return amountE4 % 10_000n === 0n ? formatCount(amountE4 / 10_000n) : decimalOfE4(amountE4).replace(/0+$/, "");
}

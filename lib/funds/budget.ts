import { formatDay } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { accrualWords } from "./view";

type Budget = {
  currency: string;
  amountMinor: bigint;
  allocatedMinor: bigint;
  accrualPpm: number | null;
  accrualFrom: string | null;
  accrualTo: string | null;
  accruedOn: string | null;
  decisionDays: number;
  claimDays: number;
  noticeDays: number;
  twoPeopleOverMinor: bigint | null;
};

/** What a budget says to staff. */
export function budgetFacts(budget: Budget) {
  const money = (minor: bigint) => formatMinor(minor, budget.currency);
  const rule = accrualWords(budget);
  return [
    { term: "Amount", value: money(budget.amountMinor) },
    { term: "Given to partners", value: money(budget.allocatedMinor) },
    { term: "Not given yet", value: money(budget.amountMinor - budget.allocatedMinor) },
    {
      term: "Share of revenue",
      value: rule && `${rule}${budget.accruedOn ? ` Reckoned on ${formatDay(budget.accruedOn)}.` : ""}`,
      missing: "Money is given by hand",
    },
    { term: "Decisions within", value: `${budget.decisionDays} days` },
    {
      term: "Claims until",
      value: `${budget.claimDays} days after the activity, with notice ${budget.noticeDays} days before`,
    },
    {
      term: "Two people",
      value:
        budget.twoPeopleOverMinor === null
          ? null
          : `Above ${money(budget.twoPeopleOverMinor)} of claims in thirty days`,
      missing: "One person approves a claim, never who approved the request",
    },
  ];
}

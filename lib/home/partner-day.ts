import { formatInstant } from "../format";
import type { CriterionLine } from "../tiers/view";
import type { CohortQuartiles } from "./cohort";
import type { StepItem } from "./partner-steps";

/** Where a partner stands against the next tier, in words. */
export type TierStanding = {
  says: string;
  /** What the lines lead to: `Your way to Gold`, or what keeps the tier when there is none above it. */
  title: string;
  lines: (Pick<CriterionLine, "key" | "label" | "asks" | "has" | "missing" | "ratio" | "state"> & { href: string })[];
};

/** What a partner earned in its last month and is owed, in minor units of one currency; `others`: how many more it earns in. */
export type Earned = {
  currency: string;
  earned: bigint;
  payable: bigint;
  paid: bigint;
  clawback: bigint;
  last: { month: string; minor: bigint };
  held: { count: number; next: string | null };
  others: number;
};

/** What waits for a partner, and where it stands. */
export type PartnerDay = {
  today: string;
  timeZone: string;
  items: StepItem[];
  /** Registrations that the program is to decide on, and when the next decision is due. */
  deciding: { count: number; dueAt: string | null };
  tier: TierStanding | null;
  /** Null for people who do not see earnings, and before the first one. */
  earned: Earned | null;
  /** Of each figure where partners like it stand: nothing where fewer than five have a value. */
  cohorts: (CohortQuartiles & { tierName: string | null; countedAt: string })[];
};

/** What the program owes the partner, in a sentence. */
export function partnerSentence({ deciding, timeZone }: PartnerDay): string {
  const { count, dueAt } = deciding;
  if (count === 0) return "No registration of yours waits for a decision.";
  const due = dueAt ? `, the first promised by ${formatInstant(new Date(dueAt), timeZone)} ${timeZone}` : "";
  return `${count === 1 ? "One registration waits" : `${count} registrations wait`} for our decision${due}.`;
}

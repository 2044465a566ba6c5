import { formatCount, formatE4 } from "../format";
import { importances } from "../partners/words";

/** What is known of a partner when we ask whether it could do more. */
export type PotentialFacts = {
  id: string;
  name: string;
  tier: string | null;
  /** Its tier's place among the tiers, from 0 to 1 for the highest. */
  tierHeight: number;
  status: string;
  importance: keyof typeof importances;
  employees: number | null;
  valueE4: bigint;
};
export type UnderPerformer = { id: string; name: string; says: string; missingE4: bigint };

/** So many partners make a cohort that says something. */
export const fewest = 5;
const large = 200;

/**
 * Partners that could bring much and bring less than half of what the middle partner of their tier won, those that miss the most
 * first. High potential: important to us, of a high tier, or large. Tiers of fewer than five partners say nothing.
 */
export function underPerformers(all: readonly PotentialFacts[], currency: string): UnderPerformer[] {
  const middles = middlesOf(all);
  return all
    .flatMap((one): UnderPerformer[] => {
      const middle = middles.get(one.tier) ?? 0n;
      const why = potentialOf(one);
      if (one.status === "suspended" || one.status === "onboarding" || why.length === 0 || one.valueE4 * 2n >= middle)
        return [];
      const money = (amount: bigint) => formatE4(amount, currency, "short");
      const won = one.valueE4 > 0n ? `won ${money(one.valueE4)}` : "won nothing";
      const middleOne = one.tier ? `the middle ${one.tier} partner` : "the middle partner without a tier";
      const says = `${why.join(", ")}, yet ${won}: ${middleOne} won ${money(middle)}`;
      return [{ id: one.id, name: one.name, says, missingE4: middle - one.valueE4 }];
    })
    .sort((a, b) => (a.missingE4 === b.missingE4 ? byName(a, b) : a.missingE4 > b.missingE4 ? -1 : 1));
}

/** Why a partner could bring much, in words; empty when nothing says so. */
function potentialOf({ importance, tier, tierHeight, employees }: PotentialFacts): string[] {
  const words = [
    importance === "strategic" || importance === "high" ? `${importances[importance]} importance` : "",
    tier && tierHeight >= 2 / 3 ? `${tier} tier` : "",
    employees !== null && employees >= large ? `${formatCount(employees)} employees` : "",
  ].filter(Boolean);
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toLowerCase() + word.slice(1)));
}

function middlesOf(all: readonly PotentialFacts[]): Map<string | null, bigint> {
  const byTier = new Map<string | null, bigint[]>();
  for (const { tier, valueE4, status } of all)
    if (status !== "suspended" && status !== "onboarding") byTier.set(tier, [...(byTier.get(tier) ?? []), valueE4]);
  const middles = new Map<string | null, bigint>();
  for (const [tier, values] of byTier) {
    if (values.length < fewest) continue;
    const sorted = values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    middles.set(tier, sorted[Math.floor(sorted.length / 2)] as bigint);
  }
  return middles;
}

const byName = (a: UnderPerformer, b: UnderPerformer) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1;

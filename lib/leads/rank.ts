import { type Candidate, exclusions, type LeadFacts, type RuleKey, rules } from "./rules";

export type Reason = { rule: RuleKey; points: number; says: string };
/** `near`: it is where the customer is, or the customer's place is not known. */
export type Ranked = { id: string; name: string; openLeads: number; near: boolean; score: number; reasons: Reason[] };
export type Excluded = { id: string; name: string; says: string };

/**
 * Which partners a lead fits, best first, each with its reasons; and who is left out, and why. Those near the customer
 * come before all others. The same for the same facts in any order: of equal scores the one with fewer open leads comes
 * first, then by name and id.
 */
export function rankPartners(
  lead: LeadFacts,
  candidates: readonly Candidate[],
): { ranked: Ranked[]; excluded: Excluded[] } {
  const ranked: Ranked[] = [];
  const excluded: Excluded[] = [];
  for (const candidate of candidates) {
    const { id, name, openLeads } = candidate;
    const out = exclusions.find(({ when }) => when(candidate));
    if (out) {
      excluded.push({ id, name, says: out.says(candidate) });
      continue;
    }
    const reasons = (Object.keys(rules) as RuleKey[]).map((rule) => ({ rule, ...rules[rule].points(lead, candidate) }));
    const near = (!lead.country && !lead.region) || reasons.some(({ rule, points }) => rule === "place" && points > 0);
    ranked.push({ id, name, openLeads, near, score: reasons.reduce((sum, { points }) => sum + points, 0), reasons });
  }
  ranked.sort(
    (a, b) => Number(b.near) - Number(a.near) || b.score - a.score || a.openLeads - b.openLeads || byName(a, b),
  );
  return { ranked, excluded: excluded.sort(byName) };
}

/** By code points: the same in every locale. */
function byName(a: { name: string; id: string }, b: { name: string; id: string }): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Who gets the lead when nobody chooses: the best near the customer. Farther away staff send it by hand alone. */
export const bestOf = (ranked: readonly Ranked[]): Ranked | undefined => ranked.find(({ near }) => near);

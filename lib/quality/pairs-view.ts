import { formatCount } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import { type Hit, type PairKind, pairKinds } from "./duplicates";
import { type PairFilter, type PairShow, pairDefaults, pairShows } from "./filter";

const strengths = { strong: "Strong", medium: "Medium", weak: "Weak" } as const;

/** A reason with how strongly it speaks. */
export const hitWords = ({ says, strength }: Hit): string => `${strengths[strength]}: ${says}`;

const named: Record<string, string> = {
  deal_partners: "parts in deals",
  revenue_lines: "invoice lines",
  external_ids: "ids of sources",
  funded_deals: "deals touched by funds",
  incentive_grants: "grants",
  incentive_uses: "uses of grants",
  satisfaction_answers: "answers to surveys",
  partner_families: "product families",
  visits: "days of use",
};

/** Tables with their counts as people read them, the most first. */
export function rowsWords(rows: Record<string, number>): string {
  const told = Object.entries(rows)
    .sort(([, a], [, b]) => b - a)
    .map(([table, n]) => `${named[table] ?? table.replaceAll("_", " ")}: ${formatCount(n)}`);
  return told.length > 0 ? told.join(", ") : "Nothing";
}

const here = (filter: PairFilter, change: Partial<PairFilter>) =>
  listHref("/quality/duplicates", filter, pairDefaults, { page: 1, ...change });
export const pairsHref = here;

/** The tabs over the list: of which kind, and which of them. */
export const kindTabs = (filter: PairFilter, counts: Partial<Record<PairKind, number>>) =>
  (Object.keys(pairKinds) as PairKind[]).map((kind) => ({
    href: here(filter, { kind }),
    label: `${pairKinds[kind]}${counts[kind] ? ` (${formatCount(counts[kind])})` : ""}`,
    current: filter.kind === kind,
  }));
export const showTabs = (filter: PairFilter) =>
  (Object.keys(pairShows) as PairShow[]).map((show) => ({
    href: here(filter, { show }),
    label: pairShows[show],
    current: filter.show === show,
  }));

/** What the list holds, in a sentence. */
export function pairsSentence(counts: Partial<Record<PairKind, number>>): string {
  const told = (Object.keys(pairKinds) as PairKind[]).map(
    (kind) => `${formatCount(counts[kind] ?? 0)} of ${pairKinds[kind].toLowerCase()}`,
  );
  return `Pairs that may be one: ${told.join(", ")}. Nothing is merged until somebody says so, and every merge can be undone.`;
}

import { formatCount, formatDay } from "@/lib/format";
import { listHref } from "@/lib/lists/links";
import {
  type FindingFilter,
  type FindingShow,
  findingDefaults,
  findingShows,
  portal,
  type QualityFilter,
  qualityDefaults,
} from "./filter";
import { isQualityRule, qualityRuleKeys, qualityRuleOf } from "./registry";
import { type Kind, kinds } from "./rule";

/** How a score is reckoned, for whoever reads it. */
export const formula =
  "Of the rows that a rule asks, the share that pass; the mean of these shares over all rules that have rows, in which a rule of weight 3 counts three times. Rounded down: 100 % means that nothing is wrong.";

/** A score in hundredths of a percent, cut off after one place as the formula says. */
export const formatScore = (score: number): string => `${(Math.floor(score / 10) / 10).toLocaleString("en-GB")} %`;

export const toneOfScore = (score: number) => (score >= 9000 ? "good" : score >= 7500 ? "warn" : "bad");
export const labelOfRule = (rule: string): string => (isQualityRule(rule) ? qualityRuleOf(rule).label : rule);
export const saysOf = (rule: string, wrong: string): string =>
  isQualityRule(rule) ? qualityRuleOf(rule).says(wrong) : "The rule that found it is no longer there.";
export const labelOfSource = (source: string, label: string | null = null): string =>
  source === "" ? "Entered in the portal" : (label ?? source);
export const sourceParameter = (source: string): string => source || portal;

/** The findings behind a figure of the page. */
export const findingsHref = (change: Partial<FindingFilter>): string =>
  listHref("/quality/findings", findingDefaults, findingDefaults, change);
/** The page of data quality, changed. */
export const qualityHref = (filter: QualityFilter, change: Partial<QualityFilter>): string =>
  listHref("/quality", filter, qualityDefaults, { page: 1, ...change });

type Shares = readonly { rule: string; checked: number; failed: number }[];

/** The rules of what is looked at, the worst share first; those without a row last. */
export function ruleLines(counts: Shares) {
  const byRule = new Map(counts.map((count) => [count.rule, count]));
  return qualityRuleKeys
    .flatMap((key) => {
      const count = byRule.get(key);
      if (!count) return [];
      const { label, kind, weight, asks } = qualityRuleOf(key);
      const share = count.checked === 0 ? null : Math.floor((10_000 * (count.checked - count.failed)) / count.checked);
      return [{ key, label, asks, kind: kinds[kind].label, weight, share, ...count }];
    })
    .sort((a, b) => (a.share ?? 10_001) - (b.share ?? 10_001) || b.weight - a.weight);
}

type Told = { score: number | null; failed: number; days: readonly { on: string; score: number }[]; of: string };

/** The state of the page in a sentence. */
export function qualitySentence({ score, failed, days, of }: Told): string {
  if (score === null) return "Nothing was checked yet: the rules are asked every night and after imports.";
  const [first, last] = [days.at(0), days.at(-1)];
  const rows =
    failed === 0 ? "nothing is wrong" : `${formatCount(failed)} ${failed === 1 ? "row is" : "rows are"} to be mended`;
  const since =
    first && last && first.on !== last.on
      ? ` ${changeWords(last.score - first.score)} since ${formatDay(first.on)}.`
      : "";
  return `${of}: ${formatScore(score)}; ${rows}.${since}`;
}

/** A change of a score in words. */
export const changeWords = (change: number): string =>
  change === 0
    ? "Unchanged"
    : `${change > 0 ? "Up" : "Down"} ${(Math.abs(change) / 100).toLocaleString("en-GB", { maximumFractionDigits: 1 })} points`;

const kindOptions = (Object.keys(kinds) as Kind[]).map((value) => ({ value, label: kinds[value].label }));

/** The choices over the page. */
export const qualityFilters = (filter: QualityFilter, sources: readonly { source: string; label: string | null }[]) => [
  { kind: "select" as const, name: "kind", label: "Kind", value: filter.kind, options: kindOptions },
  ...(filter.partner
    ? []
    : [
        {
          kind: "select" as const,
          name: "source",
          label: "Source",
          value: filter.source,
          options: sources.map(({ source, label }) => ({
            value: sourceParameter(source),
            label: labelOfSource(source, label),
          })),
        },
      ]),
];

/** The choices over the findings. */
export const findingFilters = (filter: FindingFilter) => [
  {
    kind: "select" as const,
    name: "rule",
    label: "Rule",
    value: filter.rule,
    options: qualityRuleKeys.map((value) => ({ value, label: qualityRuleOf(value).label })),
  },
  { kind: "select" as const, name: "kind", label: "Kind", value: filter.kind, options: kindOptions },
];

/** The tabs over the findings. */
export const findingTabs = (filter: FindingFilter) =>
  (Object.keys(findingShows) as FindingShow[]).map((show) => ({
    href: listHref("/quality/findings", filter, findingDefaults, { show, after: "" }),
    label: findingShows[show],
    current: filter.show === show,
  }));

type Listed = { filter: FindingFilter; count: number; partner: string | null };

/** What the list of findings holds, in a sentence. */
export function findingsSentence({ filter, count, partner }: Listed): string {
  const many = count > 1000 ? "More than 1,000 rows" : count === 1 ? "One row" : `${formatCount(count)} rows`;
  const what = { open: "to be mended", accepted: "accepted as they are", mended: "mended" }[filter.show];
  const of = partner ? ` of ${partner}` : "";
  const rule = filter.rule ? `: ${qualityRuleOf(filter.rule).label}` : "";
  return `${many}${of} ${what}${rule}.`;
}

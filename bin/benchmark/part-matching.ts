import { createReadStream } from "node:fs";
import { join } from "node:path";
import { CandidateIndex } from "@/lib/deals/matching/candidates";
import { compareRead, type Verdict } from "@/lib/deals/matching/compare";
import { readCustomer } from "@/lib/deals/matching/customer";
import { checkHeader, readCsv } from "@/lib/imports/csv";
import { print, table } from "../commands/output";
import { short } from "./numbers";

/** A company of the list: `truth` is the key that the directory gives it, which the matching is never shown. */
export type Listed = { name: string; domain: string; truth: string };
export type MatchingOptions = { data: string; json?: boolean };

type Found = { one: Listed; other: Listed; verdict: Verdict };

/** Matches a directory's certified partners with its members by name and site, and judges each pair by the directory's keys. */
export async function benchMatching({ data, json }: MatchingOptions): Promise<void> {
  const members = await companiesIn(join(data, "members.csv"));
  const certified = await companiesIn(join(data, "certified_partners.csv"));
  const { misses, falseHits, ...figures } = score(certified, members);
  const said = (found: Found[]) => found.map((it) => `${line(it.one)} | ${line(it.other)} | said: ${it.verdict}`);
  const result = { ...figures, misses: said(misses), falseHits: said(falseHits) };
  const rows = Object.entries(figures).map(([name, value]) => [name, String(short(value))]);
  const list = (title: string, lines: string[]) => [`${title}: ${lines.length}`, ...lines.map((it) => `  ${it}`)];
  const text = [
    table(["figure", "value"], rows),
    ...list("misses", result.misses),
    ...list("false hits", result.falseHits),
  ];
  print(json, { matching: result }, text.join("\n"));
}

/**
 * Precision and recall of "same" over all pairs of the two lists, and what a reviewer would be asked beside it. A pair is
 * true when both have the same key; companies without one are in no true pair.
 */
export function score(list: readonly Listed[], against: readonly Listed[]) {
  const index = new CandidateIndex(against);
  const [misses, falseHits]: [Found[], Found[]] = [[], []];
  const sums = { rightSame: 0, rightPossible: 0, wrongPossible: 0, compared: 0 };
  for (const one of list) {
    const read = readCustomer({ name: one.name, domain: one.domain });
    const verdicts = new Map<Listed, Verdict>();
    for (const { customer, read: other } of index.of(read)) verdicts.set(customer, compareRead(read, other).verdict);
    sums.compared += verdicts.size;
    for (const other of against) {
      const verdict = verdicts.get(other) ?? "different";
      const isTrue = one.truth !== "" && one.truth === other.truth;
      if (verdict === "same") isTrue ? sums.rightSame++ : falseHits.push({ one, other, verdict });
      else if (isTrue) misses.push({ one, other, verdict });
      if (verdict === "possible") isTrue ? sums.rightPossible++ : sums.wrongPossible++;
    }
  }
  const truePairs = sums.rightSame + misses.length;
  return {
    truePairs,
    same: sums.rightSame + falseHits.length,
    precision: sums.rightSame / (sums.rightSame + falseHits.length),
    recall: sums.rightSame / truePairs,
    recallWithPossible: (sums.rightSame + sums.rightPossible) / truePairs,
    possible: sums.rightPossible + sums.wrongPossible,
    possibleAndTrue: sums.rightPossible,
    compared: sums.compared,
    allPairs: list.length * against.length,
    misses,
    falseHits,
  };
}

async function companiesIn(file: string): Promise<Listed[]> {
  const companies: Listed[] = [];
  let at: { name: number; site: number; truth: number } | null = null;
  for await (const rows of readCsv(file, createReadStream(file), {})) {
    for (const { cells } of rows) {
      if (at)
        companies.push({ name: cells[at.name] ?? "", domain: cells[at.site] ?? "", truth: cells[at.truth] ?? "" });
      else {
        const header = checkHeader(file, cells, ["name", "homepage_url", "org_key"]);
        at = { name: header.indexOf("name"), site: header.indexOf("homepage_url"), truth: header.indexOf("org_key") };
      }
    }
  }
  return companies;
}

function line({ name, domain, truth }: Listed): string {
  return `${name} ${domain} [${truth || "no key"}]`;
}

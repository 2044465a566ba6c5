import { formatE4 } from "@/lib/format";

export type FundedDeal = {
  id: string;
  name: string | null;
  outcome: string;
  stage: string;
  amount: string;
  currency: string;
  /** In the reporting currency, nothing where there was no rate. */
  reported: string | null;
};

/** What linked deals come to in the reporting currency; a sum that misses a rate says so. */
export function touchedSums(deals: readonly FundedDeal[], currency: string) {
  const of = (outcome: string) => {
    const those = deals.filter((deal) => deal.outcome === outcome);
    const sum = those.reduce((all, { reported }) => all + BigInt(reported ?? "0"), 0n);
    const missing = those.filter(({ reported }) => reported === null).length;
    return `${formatE4(sum, currency, "cents")}${missing > 0 ? `, and ${missing} without a rate` : ""}`;
  };
  return { pipeline: of("open"), won: of("won") };
}

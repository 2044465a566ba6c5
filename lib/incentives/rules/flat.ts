import { z } from "zod";
import type { BaseLine } from "../facts";
import { amount, amountText, wholeE10 } from "./fields";
import { rule } from "./rule";

export const flat = rule({
  label: "Flat amount",
  config: z.object({ amount }),
  fields: [{ name: "amount", label: "Amount for each deal", kind: "amount" }],
  // A refund of a later month takes the amount back, so all of a deal must be seen.
  reach: "life",
  inAmounts: true,
  explain: (config, currency) => `${amountText(config.amount, currency)} for each deal`,
  earn: ({ lines, currency }, config) =>
    dealsOf(lines).map(([first, baseE4]) => ({
      key: first.key,
      baseE4,
      rate: null,
      amountE10: wholeE10(config.amount),
      says: `${amountText(config.amount, currency)} for this deal`,
    })),
});

/** The first line of each deal, with what the deal comes to; a deal that was refunded whole is none. */
export function dealsOf(lines: readonly BaseLine[]): [BaseLine, bigint][] {
  const deals = new Map<string, [BaseLine, bigint]>();
  for (const line of lines) {
    const deal = line.fact.dealId ?? line.key;
    const known = deals.get(deal);
    if (known) known[1] += line.baseE4;
    else deals.set(deal, [line, line.baseE4]);
  }
  return [...deals.values()].filter(([, sum]) => sum > 0n);
}

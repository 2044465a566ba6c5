import { z } from "zod";
import { amount, amountText, wholeE10 } from "./fields";
import { dealsOf } from "./flat";
import { rule } from "./rule";

const whens = {
  first_deal: "the first deal that you ever win",
  first_of_customer: "the first deal with each customer",
} as const;

export const bonus = rule({
  label: "First-deal bonus",
  config: z.object({
    amount,
    for: z.enum(Object.keys(whens) as (keyof typeof whens)[], "Choose which deals bring the bonus"),
  }),
  fields: [
    { name: "amount", label: "Bonus", kind: "amount" },
    {
      name: "for",
      label: "Paid for",
      kind: "choice",
      options: Object.entries(whens).map(([value, label]) => ({ value, label })),
      help: "The plan's first and last day say when such a deal counts.",
    },
  ],
  reach: "life",
  inAmounts: true,
  explain: (config, currency) => `a bonus of ${amountText(config.amount, currency)} for ${whens[config.for]}`,
  earn: ({ lines, currency }, config) => {
    const seen = new Set<string>();
    const isFirst = (customer: string) => !seen.has(customer) && Boolean(seen.add(customer));
    return dealsOf(lines)
      .filter(([{ fact, key }]) =>
        config.for === "first_deal"
          ? fact.firstDeal
          : fact.contractYear === 1 && fact.kind !== "renewal" && isFirst(fact.accountId ?? key),
      )
      .map(([{ key }, baseE4]) => ({
        key,
        baseE4,
        rate: null,
        amountE10: wholeE10(config.amount),
        says: `Bonus of ${amountText(config.amount, currency)} for ${whens[config.for]}`,
      }));
  },
});

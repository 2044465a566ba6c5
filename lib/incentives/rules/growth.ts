import { z } from "zod";
import { parseAmountE4 } from "@/lib/money";
import { baseText, partE10, percent, percentText } from "./fields";
import { rule } from "./rule";

export const growth = rule({
  label: "Growth rebate",
  config: z.object({
    rate: percent,
    over: percent,
    atLeast: z
      .string()
      .trim()
      .regex(/^\d{1,12}(\.\d{1,4})?$/, "Enter an amount such as 50000, or 0"),
  }),
  fields: [
    { name: "rate", label: "Percentage of the growth", kind: "percent" },
    {
      name: "over",
      label: "Growth begins above, percent of last year",
      kind: "percent",
      help: "100 counts everything above the same period a year before; 110 only what is more than a tenth above it.",
    },
    { name: "atLeast", label: "Baseline of at least", kind: "amount", help: "For partners who sold little last year." },
  ],
  reach: "period",
  compares: true,
  inAmounts: true,
  explain: ({ rate, over, atLeast }, currency) =>
    `${percentText(rate)} of what exceeds ${over === "100" ? "" : `${percentText(over)} of `}the same period a year before (at least ${baseText(parseAmountE4(atLeast), currency ?? "USD")})`,
  earn: ({ lines, earlierE4, currency, periodLabel }, { rate, over, atLeast }) => {
    const sum = lines.reduce((all, { baseE4 }) => all + baseE4, 0n);
    const wanted = partE10(earlierE4, over) / 1_000_000n;
    const floor = parseAmountE4(atLeast);
    const baseline = wanted > floor ? wanted : floor;
    if (sum <= baseline) return [];
    const says = `${percentText(rate)} of ${baseText(sum - baseline, currency)}: ${periodLabel} brought ${baseText(sum, currency)}, the baseline is ${baseText(baseline, currency)}`;
    return [{ key: "period", baseE4: sum - baseline, rate, amountE10: partE10(sum - baseline, rate), says }];
  },
});

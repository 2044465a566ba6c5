import { z } from "zod";
import { baseText, partE10, percent, percentText } from "./fields";
import { rule } from "./rule";

export const percentage = rule({
  label: "Percentage",
  config: z.object({ rate: percent }),
  fields: [{ name: "rate", label: "Percentage", kind: "percent" }],
  reach: "period",
  explain: ({ rate }) => `${percentText(rate)} of every amount`,
  earn: ({ lines, currency }, { rate }) =>
    lines.map(({ key, baseE4 }) => ({
      key,
      baseE4,
      rate,
      amountE10: partE10(baseE4, rate),
      says: `${percentText(rate)} of ${baseText(baseE4, currency)}`,
    })),
});

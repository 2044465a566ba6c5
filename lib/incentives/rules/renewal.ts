import { z } from "zod";
import { baseText, partE10, percent, percentText } from "./fields";
import { rule } from "./rule";

export const renewal = rule({
  label: "By year of the contract",
  config: z.object({ first: percent, second: percent, third: percent, later: percent }),
  fields: [
    { name: "first", label: "First year, percentage", kind: "percent" },
    { name: "second", label: "Second year, percentage", kind: "percent" },
    { name: "third", label: "Third year, percentage", kind: "percent" },
    { name: "later", label: "Every later year, percentage", kind: "percent", help: "0 ends it after the third year." },
  ],
  reach: "period",
  explain: ({ first, second, third, later }) => {
    const years = [
      [first, "a customer's first year"],
      [second, "the second year"],
      [third, "the third year"],
      [later, "every later year"],
    ] as const;
    const paid = years.filter(([rate]) => !/^0+(\.0+)?$/.test(rate));
    return paid.map(([rate, year]) => `${percentText(rate)} of ${year}`).join(", ") || "nothing";
  },
  earn: ({ lines, currency }, config) =>
    lines.map(({ key, baseE4, fact }) => {
      const rate = [config.first, config.second, config.third][fact.contractYear - 1] ?? config.later;
      const says = `${percentText(rate)} of ${baseText(baseE4, currency)}, year ${fact.contractYear} of the contract`;
      return { key, baseE4, rate, amountE10: partE10(baseE4, rate), says };
    }),
});

import { z } from "zod";
import { baseText, lineKey, linesBy, partE10, percent, percentText } from "./fields";
import { rule } from "./rule";

export const product = rule({
  label: "By product family",
  config: z.object({ rates: linesBy("family", z.object({ family: lineKey, rate: percent })), otherwise: percent }),
  fields: [
    {
      name: "rates",
      label: "Percentages by product family",
      kind: "lines",
      help: "One line for each family, such as Security: 12",
    },
    { name: "otherwise", label: "Percentage of everything else", kind: "percent" },
  ],
  reach: "period",
  explain: ({ rates, otherwise }) => {
    const each = rates.map(({ family, rate }) => `${percentText(rate)} of ${family}`).join(", ");
    return `${each}, and ${/^0+(\.0+)?$/.test(otherwise) ? "nothing" : percentText(otherwise)} of everything else`;
  },
  earn: ({ lines, currency }, { rates, otherwise }) =>
    lines.map(({ key, baseE4, fact }) => {
      const own = rates.find(({ family }) => family === fact.family);
      const rate = own?.rate ?? otherwise;
      const says = `${percentText(rate)} of ${baseText(baseE4, currency)} of ${own ? own.family : "another product"}`;
      return { key, baseE4, rate, amountE10: partE10(baseE4, rate), says };
    }),
});

import { z } from "zod";
import { parseAmountE4 } from "@/lib/money";
import type { RuleFacts, RuleLine } from "../facts";
import { amountText, baseText, lineKey, linesBy, partE10, percent, percentText } from "./fields";
import { rule } from "./rule";

type Band = { from: string; rate: string };
const modes = {
  marginal: "each percentage for its own part",
  retroactive: "the percentage reached for all of it, back to the first",
} as const;

const rising = (bands: Band[]) =>
  bands.every(({ from }) => /^\d{1,12}(\.\d{1,4})?$/.test(from)) &&
  bands.every(({ from }, i) => i === 0 || parseAmountE4(from) > parseAmountE4((bands[i - 1] as Band).from));

export const tiered = rule({
  label: "Tiers of revenue",
  config: z.object({
    bands: linesBy("from", z.object({ from: lineKey, rate: percent })).refine(
      rising,
      "Begin each line with a larger amount than the one before, such as 100000: 5",
    ),
    mode: z.enum(Object.keys(modes) as (keyof typeof modes)[], "Choose what a tier reached applies to"),
  }),
  fields: [
    {
      name: "bands",
      label: "Percentages by revenue of the period",
      kind: "lines",
      help: "One line for each tier: the revenue from which it holds, and the percentage, such as 100000: 5",
    },
    {
      name: "mode",
      label: "A tier that is reached gives",
      kind: "choice",
      options: Object.entries(modes).map(([value, label]) => ({ value, label })),
    },
  ],
  reach: "period",
  explain: ({ bands, mode }, currency) => {
    const each = bands.map(({ from, rate }) => `${percentText(rate)} from ${amountText(from, currency)}`).join(", ");
    return `by revenue of the period ${each}; ${modes[mode]}`;
  },
  earn: (facts, { bands, mode }) => (mode === "marginal" ? marginal(facts, bands) : retroactive(facts, bands)),
});

function retroactive({ lines, currency }: RuleFacts, bands: Band[]): RuleLine[] {
  const total = lines.reduce((sum, { baseE4 }) => sum + baseE4, 0n);
  const rate = bands.findLast(({ from }) => parseAmountE4(from) <= (total > 0n ? total : 0n))?.rate ?? "0";
  return lines.map(({ key, baseE4 }) => ({
    key,
    baseE4,
    rate,
    amountE10: partE10(baseE4, rate),
    says: `${percentText(rate)} of ${baseText(baseE4, currency)}, for ${baseText(total, currency)} in the period`,
  }));
}

/** A line that crosses a limit is split at it. What comes down by a refund comes down from the top. */
function marginal({ lines, currency }: RuleFacts, bands: Band[]): RuleLine[] {
  let before = 0n;
  return lines.map(({ key, baseE4 }) => {
    const after = before + baseE4;
    const amountE10 = upTo(after, bands) - upTo(before, bands);
    const parts = bands.map((band, i) => ({
      rate: band.rate,
      part: within(after, bands, i) - within(before, bands, i),
    }));
    const told = parts.filter(({ part }) => part !== 0n);
    before = after;
    const rates = told.map(({ rate, part }) => `${percentText(rate)} of ${baseText(part, currency)}`);
    return {
      key,
      baseE4,
      rate: told.length === 1 ? (told[0]?.rate ?? null) : null,
      amountE10,
      says: rates.join(" and ") || `Nothing of ${baseText(baseE4, currency)}: below the first tier`,
    };
  });
}

/** How much of the first `total` lies in a band; refunds beyond what was sold lie in the one that begins with nothing. */
function within(total: bigint, bands: Band[], i: number): bigint {
  const from = parseAmountE4((bands[i] as Band).from);
  if (total < 0n) return from === 0n ? total : 0n;
  const next = bands[i + 1];
  const end = next && parseAmountE4(next.from) < total ? parseAmountE4(next.from) : total;
  return end > from ? end - from : 0n;
}

const upTo = (total: bigint, bands: Band[]) =>
  bands.reduce((sum, { rate }, i) => sum + partE10(within(total, bands, i), rate), 0n);

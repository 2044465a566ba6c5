import { roundRatio, splitMinor } from "@/lib/incentives/minor";

export type Accruing = {
  partnerId: string;
  /** Revenue invoiced in the budget's currency, in ten-thousandths. */
  revenueE4: bigint;
  /** What it was given by the rule so far, and what of it is still free, in minor units. */
  accruedMinor: bigint;
  freeMinor: bigint;
};

/** What a share of revenue comes to in minor units, rounded down so that nobody is given more than the share. */
export const accruedOf = (revenueE4: bigint, ppm: bigint, exponent: number): bigint =>
  revenueE4 <= 0n ? 0n : roundRatio(revenueE4 * ppm, 10n ** BigInt(10 - exponent), "down");

/**
 * What is to be given to each partner, or taken back, so that it has its share of revenue: what is taken back is never more than is
 * free, and what is given never more than the budget has left, which then is split by what each is short of.
 */
export function accrualMoves(
  partners: readonly Accruing[],
  rule: { ppm: bigint; exponent: number; leftMinor: bigint },
): { partnerId: string; amountMinor: bigint }[] {
  const differences = partners.map(({ partnerId, revenueE4, accruedMinor, freeMinor }) => {
    const difference = accruedOf(revenueE4, rule.ppm, rule.exponent) - accruedMinor;
    return { partnerId, amountMinor: difference < -freeMinor ? -freeMinor : difference };
  });
  const lower = differences.filter(({ amountMinor }) => amountMinor < 0n);
  const raise = differences.filter(({ amountMinor }) => amountMinor > 0n);
  const left = rule.leftMinor - sumOf(lower);
  const wanted = sumOf(raise);
  if (wanted <= left) return [...lower, ...raise];
  const parts =
    left > 0n
      ? splitMinor(
          left,
          raise.map(({ amountMinor }) => amountMinor),
        )
      : [];
  return [
    ...lower,
    ...raise
      .map(({ partnerId }, index) => ({ partnerId, amountMinor: parts[index] ?? 0n }))
      .filter(({ amountMinor }) => amountMinor > 0n),
  ];
}

const sumOf = (moves: readonly { amountMinor: bigint }[]) =>
  moves.reduce((all, { amountMinor }) => all + amountMinor, 0n);

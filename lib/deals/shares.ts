import { z } from "zod";
import { isDay, isId } from "@/lib/lists/parameters";

/** The whole of a deal, in basis points. */
export const whole = 10_000;

/**
 * Splits the whole by weights without losing or adding a basis point: each gets its part rounded down, and what is left
 * goes to the largest remainders, of equal ones to the first. Weights are at least 0, and one is above it.
 */
export function splitBp(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total <= 0n) throw new Error("Shares need a weight above 0");
  const parts = weights.map((weight, n) => {
    const exact = BigInt(weight) * BigInt(whole);
    return { n, bp: Number(exact / total), left: exact % total };
  });
  let rest = whole - parts.reduce((sum, { bp }) => sum + bp, 0);
  const byRemainder = [...parts].sort((a, b) => (a.left === b.left ? a.n - b.n : a.left > b.left ? -1 : 1));
  for (const part of byRemainder) if (rest-- > 0) part.bp += 1;
  return parts.map(({ bp }) => bp);
}

/** Whose share it is when it is no partner's. */
export const ownShare = "own";

/**
 * Who has how much of a deal from a day on: a field `share.<partner>` in percent, `share.own` for the program's own part.
 * All left empty split the deal equally among the partners. They add up to 100 %.
 */
export const sharesForm = z
  .looseObject({
    dealId: z.string().refine(isId),
    shown: z.string().max(100),
    validFrom: z.string().trim().refine(isDay, "Say from which day on the shares hold"),
  })
  .transform(({ dealId, shown, validFrom, ...sent }, context) => {
    const fields = Object.entries(sent).flatMap(([field, value]) => {
      const [, of] = /^share\.(.+)$/.exec(field) ?? [];
      return of && (of === ownShare || isId(of)) && typeof value === "string"
        ? [{ field, of, text: value.trim() }]
        : [];
    });
    if (fields.every(({ text }) => text === "")) {
      const partners = fields.filter(({ of }) => of !== ownShare);
      if (partners.length === 0) context.addIssue({ code: "custom", message: "No partner takes part in this deal" });
      const equal = partners.length > 0 ? splitBp(partners.map(() => 1)) : [];
      return {
        dealId,
        shown,
        validFrom,
        shares: partners.map(({ of }, n) => ({ partnerId: of, shareBp: equal[n] ?? 0 })),
      };
    }
    const shares = fields.map(({ field, of, text }) => {
      const shareBp = percentBp(text);
      if (shareBp === null)
        context.addIssue({
          code: "custom",
          path: [field],
          message: "Write a percentage between 0 and 100, such as 62.5",
        });
      return { partnerId: of === ownShare ? null : of, shareBp: shareBp ?? 0 };
    });
    const sum = shares.reduce((so, { shareBp }) => so + shareBp, 0);
    if (sum !== whole)
      context.addIssue({
        code: "custom",
        message: `The shares add up to ${percentOf(sum)}: they must add up to 100 %`,
      });
    return { dealId, shown, validFrom, shares: shares.filter(({ shareBp }) => shareBp > 0) };
  });

export type SharesInput = z.output<typeof sharesForm>;

/** `62.5 %` for 6250. */
export const percentOf = (bp: number): string => `${bp / 100} %`;

/** An empty text is nothing; null for what is no percentage with at most two decimals. */
function percentBp(text: string): number | null {
  if (text === "") return 0;
  const [, units, part = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/.exec(text) ?? [];
  const bp = Number(units) * 100 + Number(part.padEnd(2, "0"));
  return units !== undefined && bp <= whole ? bp : null;
}

type Share = { id: string; validFrom: string; name: string; shareBp: number };
export type Agreement = { validFrom: string; state: "past" | "holds" | "coming"; shares: Share[] };

/** Shares as agreements, newest first: the latest whose day has come holds. */
export function agreementsOf(shares: readonly Share[], today: string): Agreement[] {
  const days = [...new Set(shares.map(({ validFrom }) => validFrom))].sort().reverse();
  const holds = days.find((day) => day <= today);
  return days.map((validFrom) => ({
    validFrom,
    state: validFrom > today ? "coming" : validFrom === holds ? "holds" : "past",
    shares: shares.filter((share) => share.validFrom === validFrom).sort((a, b) => b.shareBp - a.shareBp),
  }));
}

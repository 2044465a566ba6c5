import { formatCount, formatE4 } from "../format";

/** What can have happened to deals since a day, and those to which nothing happened. The order is that of the page. */
export const movements = {
  opened: { label: "Opened", title: "Deals opened", tone: "info", none: "No deal was opened" },
  forward: { label: "Moved forward", title: "Deals that moved forward", tone: "good", none: "No deal moved forward" },
  back: { label: "Moved back", title: "Deals that moved back", tone: "warn", none: "No deal moved back" },
  won: { label: "Won", title: "Deals won", tone: "good", none: "No deal was won" },
  lost: { label: "Lost", title: "Deals lost", tone: "bad", none: "No deal was lost" },
  stalled: { label: "Stalled", title: "Stalled deals", tone: "warn", none: "No deal stands still" },
} as const;

export type MovementKey = keyof typeof movements;
export const movementKeys = Object.keys(movements) as MovementKey[];

/** Days without a move, a note, a call, a meeting or a new next step after which an open deal is stalled. */
export const stalledDays = 21;

/** What each list means, in a sentence. */
export const movementMeanings: Record<MovementKey, string> = {
  opened: "At the amount they were opened with.",
  forward: "Open deals that stand in a later stage than they did then.",
  back: "Open deals that stand in an earlier stage than they did then, or were opened again.",
  won: "By the day they were won.",
  lost: "By the day they were lost.",
  stalled: `Open, without a move, a note, a call, a meeting or a change of the next step for more than ${stalledDays} days, and no next step with a day to come.`,
};

/** How many and how much; `missing` of them have no amount in the reporting currency. */
export type Counted = { count: number; amountE4: string; missing: number };

export const nothing: Counted = { count: 0, amountE4: "0", missing: 0 };

/** `3 deals, USD 120K`. */
export function countedText({ count, amountE4 }: Counted, currency: string): string {
  const deals = `${formatCount(count)} ${count === 1 ? "deal" : "deals"}`;
  return count === 0 ? "No deals" : `${deals}, ${formatE4(BigInt(amountE4), currency, "short")}`;
}

/** How many whole days from one day to another. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

import { monthsUpTo, namedPeriod, type Period, quartersUpTo, spanLabel } from "../period";

export type Days = { from: string; to: string };

/** The quarters and months of the last year that are over and not closed yet, newest first. */
export function closable(today: string, closed: readonly Days[]): (Days & { label: string })[] {
  const quarter = namedPeriod("last_quarter", today);
  const month = namedPeriod("last_month", today);
  const all: Period[] = [...quartersUpTo(quarter, 4).reverse(), ...monthsUpTo(month, 12).reverse()];
  return all
    .filter(({ from, to }) => to <= today && !closed.some((one) => one.from === from && one.to === to))
    .map(({ from, to }) => ({ from, to, label: spanLabel({ from, to }) }));
}

/** Whether the days are a calendar month or quarter. */
export const isClosable = ({ from, to }: Days): boolean => /^(Q[1-4]|[A-Z][a-z]+) \d{4}$/.test(spanLabel({ from, to }));

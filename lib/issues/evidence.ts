import type { ComponentKey } from "../metrics/components";

/** A counted row as it was when somebody asked about the figure. */
export type FrozenRow = { ref: string; refId: string; name: string; day: string | null; value: string | null };

/** A figure as it was shown, with the rows of each of its parts: of many, the newest ones, with the sum of all. */
export type Evidence = {
  shown: string;
  numerator: string;
  denominator: string | null;
  currency: string;
  period: string;
  filters: string[];
  parts: { component: ComponentKey; label: string; count: number; sum: string; rows: FrozenRow[] }[];
  /** The row that the question is about, when it is about one. */
  about: { ref: string; refId: string; name: string; href: string | null } | null;
};

/** So many rows of each part are kept. */
export const mostFrozen = 500;

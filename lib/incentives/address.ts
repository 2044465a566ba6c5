import { z } from "zod";
import { first, isDay } from "@/lib/lists/parameters";

const currency = first.transform((value) => (/^[A-Z]{3}$/.test(value) ? value : "USD"));
const month = first.transform((value) => (isDay(`${value}-01`) ? `${value}-01` : "1900-01-01"));
/** The edge of a page: a day or sum, and ids. */
const edge = first.transform((value) => (/^[-\w .]{0,120}$/.test(value) ? value : ""));

/** A statement as an address names it: whose, which month and currency, and from where on. */
export const statementAddress = z.object({ partner: first, month, currency, after: edge });
export type StatementAddress = z.output<typeof statementAddress>;

/** Staff's page of incentives: the currency of its list, or one partner. */
export const earningsFilter = z.object({ partner: first, currency, after: edge });
export type EarningsFilter = z.output<typeof earningsFilter>;

/** A list that has nothing but pages. */
export const onlyPages = z.object({ after: edge });

/** The address of a statement. */
export function statementHref(to: { partner?: string; month: string; currency: string; after?: string }): string {
  const query = new URLSearchParams({ month: to.month.slice(0, 7), currency: to.currency });
  if (to.partner) query.set("partner", to.partner);
  if (to.after) query.set("after", to.after);
  return `/incentives/statement?${query}`;
}

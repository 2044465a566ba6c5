import { and, type SQL, sql } from "drizzle-orm";
import { deals, partnerDeals } from "@/db/deals/schema";
import type { Viewer } from "@/lib/access/viewer";
import type { DealFilter } from "@/lib/deals/filter";
import { companiesOf, dealConditions, onePartner, ownConditions, partnersOnceSo } from "./conditions";

/**
 * Everything that the filter asks for, each deal once, as rows of (id, stage, outcome, reported_e4, opened_on, closed_on,
 * expected_close_on): what sums over the whole filter are made of.
 */
export function allRows(viewer: Viewer, filter: DealFilter, today: string, limit: SQL = sql``): SQL {
  const companies = companiesOf(viewer, filter) ?? partnersOnceSo(filter);
  const shown = (from: typeof deals | typeof partnerDeals, id: SQL) =>
    sql`select ${id} as id, ${from.stage} as stage, ${from.outcome} as outcome, ${from.reportedE4} as reported_e4,
      ${from.openedOn} as opened_on, ${from.closedOn} as closed_on, ${from.expectedCloseOn} as expected_close_on from ${from}`;
  if (companies) {
    const once = onePartner(viewer, filter) ? sql`` : sql`group by 1, 2, 3, 4, 5, 6, 7`;
    return sql`${shown(partnerDeals, sql`${partnerDeals.dealId}`)} where ${ownConditions(viewer, filter, today, companies)} ${once} ${limit}`;
  }
  const { found, looked } = dealConditions(viewer, filter, today, "find");
  return sql`${shown(deals, sql`${deals.id}`)} where ${and(found, looked)} ${limit}`;
}

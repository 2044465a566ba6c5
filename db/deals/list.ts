import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { accounts, dealPartners, deals } from "@/db/deals/schema";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { stages } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type DealFilter, dealSorts, type Edge, edgeText, readEdge } from "@/lib/deals/filter";
import { dealConditions } from "./conditions";

export const dealsPerPage = 50;

const unknownDay = sql`'-infinity'::date`;
/** Never null, so that a page's edge can be compared; what is unknown sorts as the smallest. */
const sortKeys = {
  opened: sql`coalesce(${deals.openedOn}, ${unknownDay})`,
  closes: sql`coalesce(${deals.closedOn}, ${deals.expectedCloseOn}, ${unknownDay})`,
  amount: sql`coalesce(${deals.reportedE4}, -1000000000000000)`,
  stage: sql`${stages.position}`,
  name: sql`lower(${deals.name})`,
  account: sql`lower(coalesce(${accounts.name}, ''))`,
};
const keyTypes = { day: "date", number: "bigint", text: "text" };

const columns = {
  id: deals.id,
  name: deals.name,
  accountId: deals.accountId,
  account: accounts.name,
  industry: accounts.industry,
  stage: stages.name,
  outcome: deals.outcome,
  amountE4: deals.amountE4,
  currency: deals.currency,
  reportedE4: deals.reportedE4,
  openedOn: deals.openedOn,
  closedOn: deals.closedOn,
  expectedCloseOn: deals.expectedCloseOn,
  owner: people.name,
};
/** Staff see the sourcing partner, a partner its own part. */
const forStaff = { partnerId: deals.partnerId, partner: partners.name };
const forPartner = { role: dealPartners.role };

export type DealListRow = {
  id: string;
  name: string;
  accountId: string | null;
  account: string | null;
  industry: string | null;
  stage: string;
  outcome: "open" | "won" | "lost";
  amountE4: bigint;
  currency: string;
  reportedE4: bigint | null;
  openedOn: string | null;
  closedOn: string | null;
  expectedCloseOn: string | null;
  owner: string | null;
  partnerId?: string | null;
  partner?: string | null;
  role?: "sourcing" | "influencing";
};
export type DealTotals = { count: number; open: number; reportedE4: bigint; missing: number };
export type DealList = { rows: DealListRow[]; totals: DealTotals; previous: string | null; next: string | null };

/**
 * Deals that the filter asks for, 50 a page, with the edges of the neighbouring pages. Totals are of the whole filter:
 * `reportedE4` in the reporting currency, `missing` counts the deals that have no rate.
 */
export async function listDeals(viewer: Viewer, filter: DealFilter, today: string): Promise<DealList> {
  const where = dealConditions(viewer, filter, today);
  return withViewer(viewer, async (tx) => {
    const [page, totals] = await Promise.all([readPage(tx, viewer, filter, where), readTotals(tx, where)]);
    return { ...page, totals };
  });
}

/** The same rows in the same order without pages, in steps of 500, for the export. */
export async function* exportDeals(viewer: Viewer, filter: DealFilter, today: string): AsyncGenerator<DealListRow[]> {
  const where = dealConditions(viewer, filter, today);
  let edge: Edge | null = null;
  for (;;) {
    const from: Edge | null = edge;
    const rows: (DealListRow & { key: string })[] = await withViewer(viewer, (tx) =>
      readRows(tx, viewer, filter, and(where, beyond(filter, from, true)) as SQL, { limit: 500, forward: true }),
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    edge = { key: last.key, id: last.id };
  }
}

async function readPage(tx: Tx, viewer: Viewer, filter: DealFilter, where: SQL) {
  const before = readEdge(filter.before, filter.sort);
  const after = before ? null : readEdge(filter.after, filter.sort);
  const forward = !before;
  const found = await readRows(tx, viewer, filter, and(where, beyond(filter, before ?? after, forward)) as SQL, {
    limit: dealsPerPage + 1,
    forward,
  });
  const more = found.length > dealsPerPage;
  const rows = found.slice(0, dealsPerPage);
  if (!forward) rows.reverse();
  const edge = (row?: (typeof rows)[number]) => (row ? edgeText({ key: row.key, id: row.id }) : null);
  return {
    rows,
    previous: (forward ? after !== null : more) ? edge(rows[0]) : null,
    next: (forward ? more : true) ? edge(rows.at(-1)) : null,
  };
}

function beyond(filter: DealFilter, edge: Edge | null, forward: boolean): SQL | undefined {
  if (!edge) return undefined;
  const sign = (filter.dir === "asc") === forward ? ">" : "<";
  const type = sql.raw(keyTypes[dealSorts[filter.sort]]);
  return sql`(${sortKeys[filter.sort]}, ${deals.id}) ${sql.raw(sign)} (${edge.key}::${type}, ${edge.id}::uuid)`;
}

function readRows(
  tx: Tx,
  viewer: Viewer,
  filter: DealFilter,
  where: SQL,
  page: { limit: number; forward: boolean },
): Promise<(DealListRow & { key: string })[]> {
  const direction = sql.raw((filter.dir === "asc") === page.forward ? "asc" : "desc");
  const key = sortKeys[filter.sort];
  const shared = { ...columns, key: sql<string>`(${key})::text` };
  const account = and(eq(accounts.id, deals.accountId), scope(viewer, accounts));
  const owner = and(eq(people.id, deals.ownerId), scope(viewer, people));
  const query =
    viewer.kind === "staff"
      ? tx
          .select({ ...shared, ...forStaff })
          .from(deals)
          .leftJoin(partners, and(eq(partners.id, deals.partnerId), scope(viewer, partners)))
          .$dynamic()
      : tx
          .select({ ...shared, ...forPartner })
          .from(deals)
          .innerJoin(dealPartners, and(eq(dealPartners.dealId, deals.id), scope(viewer, dealPartners)))
          .$dynamic();
  return query
    .innerJoin(stages, eq(stages.key, deals.stage))
    .leftJoin(accounts, account)
    .leftJoin(people, owner)
    .where(where)
    .orderBy(sql`${key} ${direction}`, sql`${deals.id} ${direction}`)
    .limit(page.limit);
}

async function readTotals(tx: Tx, where: SQL): Promise<DealTotals> {
  const [row] = await tx
    .select({
      count: sql<number>`count(*)::int`,
      open: sql<number>`count(*) filter (where ${deals.outcome} = 'open')::int`,
      reported: sql<string>`coalesce(sum(${deals.reportedE4}), 0)::text`,
      missing: sql<number>`count(*) filter (where ${deals.reportedE4} is null)::int`,
    })
    .from(deals)
    .where(where);
  return {
    count: row?.count ?? 0,
    open: row?.open ?? 0,
    reportedE4: BigInt(row?.reported ?? 0),
    missing: row?.missing ?? 0,
  };
}

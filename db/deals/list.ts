import "server-only";
import { inArray, type SQL, sql } from "drizzle-orm";
import { type Tx, withViewer } from "@/db/client";
import { accounts, deals, partnerDeals } from "@/db/deals/schema";
import { kept } from "@/db/metrics/answers";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { stages } from "@/db/program/schema";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { type DealFilter, type Edge, edgeText, readEdge } from "@/lib/deals/filter";
import { companiesOf } from "./conditions";
import type { Step } from "./orders";
import { type Counted, countOf, type DealTotals, planned, readTotals, totalsOf } from "./totals";
import { type Among, walk, walkSearch, walkStaffSearch } from "./walk";

export const dealsPerPage = 50;
export type DealListRow = {
  id: string;
  name: string;
  accountId: string | null;
  account: string | null;
  industry: string | null;
  stage: string;
  stageKey: string;
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
export type DealList = { rows: DealListRow[]; totals: DealTotals; previous: string | null; next: string | null };
type Found = DealListRow & { key: string; totals?: Counted | null };

/**
 * Deals that the filter asks for, 50 a page, with the edges of the neighbouring pages. Totals are of the whole filter:
 * `reportedE4` in the reporting currency, `missing` counts the deals that have no rate. Without `rows` the totals alone.
 */
export async function listDeals(viewer: Viewer, filter: DealFilter, today: string, rows = true): Promise<DealList> {
  return withViewer(viewer, async (tx) => {
    if (rows && filter.q) return readSearch(tx, viewer, filter, today);
    const [page, totals] = await Promise.all([
      !rows ? nothing : filter.company ? readNow(tx, viewer, filter, today) : keptPage(viewer, filter, today),
      readTotals(tx, viewer, filter, today),
    ]);
    return { ...page, totals };
  });
}

/**
 * A search finds its deals once, for page and totals; where the page could be filled without finding all, or nothing is left
 * beyond an edge, they are counted apart.
 */
async function readSearch(tx: Tx, viewer: Viewer, filter: DealFilter, today: string): Promise<DealList> {
  const page = await readNow(tx, viewer, filter, today);
  const counted = page.rows[0]?.totals;
  const apart = !counted && (page.rows.length > 0 || filter.after || filter.before);
  return { ...page, totals: apart ? await readTotals(tx, viewer, filter, today) : totalsOf(counted ?? undefined) };
}

const nothing: Page = { rows: [], previous: null, next: null };
type Page = { rows: Found[]; previous: string | null; next: string | null };
type Amounts = { amountE4: string; reportedE4: string | null };
type Written = { rows: (Omit<Found, keyof Amounts> & Amounts)[] } & Omit<Page, "rows">;

/** The rows of a page as kept since the last change; not of a search, since hardly two are the same. */
async function keptPage(viewer: Viewer, filter: DealFilter, today: string): Promise<Page> {
  const question = { filter, me: filter.owner.includes("me") ? viewer.personId : null };
  const asked = { name: "deal rows", question, now: new Date(`${today}T12:00:00Z`) };
  const { rows, ...edges } = await kept(viewer, asked, async (tx): Promise<Written> => {
    const page = await readNow(tx, viewer, filter, today);
    return { ...page, rows: page.rows.map(written) };
  });
  return { ...edges, rows: rows.map(read) };
}

/** A row as JSON keeps it, and back. */
export const written = (row: Found): Written["rows"][number] => ({
  ...row,
  amountE4: String(row.amountE4),
  reportedE4: row.reportedE4 === null ? null : String(row.reportedE4),
});
export const read = (row: Written["rows"][number]): Found => ({
  ...row,
  amountE4: BigInt(row.amountE4),
  reportedE4: row.reportedE4 === null ? null : BigInt(row.reportedE4),
});

/** The same rows in the same order without pages, in steps of 500, for the export. */
export async function* exportDeals(viewer: Viewer, filter: DealFilter, today: string): AsyncGenerator<DealListRow[]> {
  let edge: Edge | null = null;
  for (;;) {
    const step: Step = { edge, forward: true, limit: 500 };
    const [, rows]: [unknown, Found[]] = await withViewer(viewer, (tx) =>
      Promise.all([planned(tx), readRows(tx, viewer, filter, today, step)]),
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    edge = { key: last.key, id: last.id };
  }
}

async function readNow(tx: Tx, viewer: Viewer, filter: DealFilter, today: string): Promise<Page> {
  const [, page] = await Promise.all([planned(tx), readPage(tx, viewer, filter, today)]);
  return page;
}

async function readPage(tx: Tx, viewer: Viewer, filter: DealFilter, today: string): Promise<Page> {
  const before = readEdge(filter.before, filter.sort);
  const after = before ? null : readEdge(filter.after, filter.sort);
  const forward = !before;
  const step: Step = { edge: before ?? after, forward, limit: dealsPerPage + 1 };
  const found = await readRows(tx, viewer, filter, today, step);
  const more = found.length > dealsPerPage;
  const rows = found.slice(0, dealsPerPage);
  if (!forward) rows.reverse();
  const edge = (row?: Found) => (row ? edgeText({ key: row.key, id: row.id }) : null);
  return {
    rows,
    previous: (forward ? after !== null : more) ? edge(rows[0]) : null,
    next: (forward ? more : true) ? edge(rows.at(-1)) : null,
  };
}

/** What the page shows of the deals that `walk` finds. Staff see the sourcing partner, a partner its own part. */
export async function readRows(
  tx: Tx,
  viewer: Viewer,
  filter: DealFilter,
  today: string,
  step: Step,
): Promise<Found[]> {
  const direction = sql.raw((filter.dir === "asc") === step.forward ? "asc" : "desc");
  const staff = viewer.kind === "staff";
  const among = await amongWhich(tx, filter);
  const more = staff
    ? sql`${accounts.industry} as industry, ${deals.partnerId} as "partnerId", ${partners.name} as partner`
    : sql`${partnerDeals.industry} as industry, found.role`;
  // A partner's industries stand beside its deals: asking of each account whether it is the partner's is dear.
  const beside = staff
    ? sql`left join ${accounts} on ${accounts.id} = ${deals.accountId} and ${scope(viewer, accounts)}
      left join ${partners} on ${partners.id} = ${deals.partnerId} and ${scope(viewer, partners)}`
    : sql`left join ${partnerDeals} on ${partnerDeals.dealId} = found.id and ${scope(viewer, partnerDeals)}`;
  const search = filter.q ? searchOf(viewer, filter, today, step, among) : null;
  const found = search?.found ?? sql`found as materialized (${walk(viewer, filter, today, step, among)})`;
  const rows = await tx.execute<Found>(sql`
    with ${found}
    select found.key::text as key, ${deals.id} as id, ${deals.name} as name, ${deals.accountId} as "accountId", ${deals.accountName} as account,
      ${stages.name} as stage, ${deals.stage} as "stageKey", ${deals.outcome} as outcome, ${deals.amountE4} as "amountE4", ${deals.currency} as currency,
      ${deals.reportedE4} as "reportedE4", ${deals.openedOn} as "openedOn", ${deals.closedOn} as "closedOn", ${deals.expectedCloseOn} as "expectedCloseOn",
      ${people.name} as owner, ${more}, ${search?.totals ?? sql`null`} as totals
    from found join ${deals} on ${deals.id} = found.id and ${scope(viewer, deals)} join ${stages} on ${stages.key} = ${deals.stage}
      left join ${people} on ${people.id} = ${deals.ownerId} and ${scope(viewer, people)} ${beside}
    order by found.key ${direction}, found.id ${direction}`);
  return [...rows];
}

/** A search that is counted as it is found; null for one that is not. */
function searchOf(viewer: Viewer, filter: DealFilter, today: string, step: Step, among: Among) {
  const counted = sql`(select to_json(c) from (${countOf(sql`own`)}) c)`;
  if (viewer.kind === "partner") {
    const companies = companiesOf(viewer, filter) as SQL;
    return { found: walkSearch(viewer, filter, today, companies, step), totals: counted };
  }
  const found = walkStaffSearch(viewer, filter, today, step, among);
  return found && { found, totals: sql`case when not (select enough.is from enough) then ${counted} end` };
}

/** Which deals alone can fit: by the outcomes asked for, or by those of the chosen stages; what has a day of closing is closed. */
async function amongWhich(tx: Tx, { outcome, stage, by, from, to }: DealFilter): Promise<Among> {
  if (by === "closed" && (from || to)) return "closed";
  const asked = outcome.length > 0 || stage.length === 0 ? outcome : await outcomesOf(tx, stage);
  if (asked.length === 0) return "all";
  const [only, ...others] = new Set(asked);
  if (only && others.length === 0) return only;
  return asked.includes("open") ? "all" : "closed";
}

async function outcomesOf(tx: Tx, stage: string[]) {
  const found = await tx
    .select({ outcome: stages.outcome })
    .from(stages)
    .where(inArray(stages.key, stage))
    .limit(stage.length);
  return found.map(({ outcome }) => outcome);
}

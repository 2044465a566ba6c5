import { beforeAll, describe, expect, it } from "vitest";
import type { DealListRow } from "@/db/deals/list";
import { readDealsPage } from "@/db/deals/list-page";
import { readDealGroups } from "@/db/deals/sums";
import { answersKept } from "@/db/metrics/answers";
import { readPartnersPage } from "@/db/partners/list";
import { testDatabase } from "@/db/testing/database";
import {
  largeDeals,
  largeStaff,
  largestPartner,
  largeToday,
  makeLarge,
  someAccount,
  someOwner,
  typicalPartner,
} from "@/db/testing/large";
import { excesses, explained, statementsOf, tableSizes } from "@/db/testing/plans";
import type { Viewer } from "@/lib/access/viewer";
import { addressOf, dealAddress, type Grouping } from "@/lib/deals/address";
import { dealFilter, dealSorts } from "@/lib/deals/filter";
import { groupHref } from "@/lib/deals/group-links";
import { partnerFilter, partnerSorts } from "@/lib/partners/filter";

const database = testDatabase();
const now = new Date(`${largeToday}T12:00:00Z`);
/** Rows that one step of a plan may go through: a quarter of the deals, and no less than the most that are ever counted. */
const mostRows = largeDeals / 4 + 1;

type Asked = Record<string, string | string[]>;
type Page = { name: string; read: (viewer: Viewer, asked: Asked) => Promise<unknown> };

const dealsPage: Page = {
  name: "/deals",
  read: (viewer, asked) => readDealsPage(viewer, dealAddress.parse(asked), now),
};
const partnersPage: Page = {
  name: "/partners",
  read: (viewer, asked) => readPartnersPage(viewer, partnerFilter.parse(asked), now),
};

const viewers = { staff: largeStaff, "a usual partner": typicalPartner, "the largest partner": largestPartner };
const directions = ["asc", "desc"];
const dealQuestions: Asked[] = [
  ...Object.keys(dealSorts).flatMap((sort) => directions.map((dir) => ({ sort, dir }))),
  ...Object.keys(dealSorts).map((sort) => ({ sort, outcome: "open" })),
  { outcome: ["won", "lost"] },
  { stage: "negotiation", dir: "asc" },
  { industry: "Industry 3", sort: "amount" },
  { industry: "Rare" },
  { family: "Family 3" },
  { account: someAccount },
  { accepted: "no" },
  { from: "2024-04-01", to: "2024-07-01" },
  { from: "2024-04-01", to: "2024-07-01", sort: "closes", dir: "asc" },
  { by: "opened", from: "2024-04-01", to: "2024-07-01", sort: "closes" },
  { by: "expected", from: "2024-04-01", to: "2024-05-01", outcome: "open" },
  { min: "90", max: "92" },
  { q: "abcd" },
  { q: "zq" },
  { q: "Account a", sort: "name" },
  { role: "influenced", outcome: "won" },
  { show: "board" },
  { show: "board", sort: "amount", outcome: "open" },
  { show: "funnel" },
  { show: "sums", group: "family" },
];
const staffQuestions: Asked[] = [
  { partner: largestPartner.partnerId, sort: "amount" },
  { partner: [largestPartner.partnerId, typicalPartner.partnerId] },
  { company: "Partner 30" },
  { owner: someOwner },
  { tier: "gold" },
  { tier: "gold", type: "msp", region: "AMER" },
  { role: "direct" },
  { role: "influenced_only" },
];
const partnerQuestions: Asked[] = [
  ...partnerSorts.map((sort) => ({ sort })),
  { q: "Partner 3", page: "2" },
  { region: "EMEA", deals: "open" },
  { certified: "no", manager: "me" },
];

beforeAll(() => makeLarge(database.sql), 120_000);

/** What of a page reads too much, with the question that makes it do so. */
async function tooMuch(page: Page, viewer: Viewer, questions: Asked[]): Promise<string[]> {
  const sizes = await tableSizes(database.sql);
  const found: string[] = [];
  for (const asked of questions) {
    // What is kept is counted once.
    await page.read(viewer, asked);
    await answersKept();
    const plans = await explained(database.sql, await statementsOf(() => page.read(viewer, asked)));
    found.push(...excesses(plans, sizes, mostRows).map((excess) => `${JSON.stringify(asked)}: ${excess}`));
  }
  return found;
}

describe("the list of deals", () => {
  it.each(Object.entries(viewers))(
    "reads no whole table for %s, whatever it is sorted and filtered by",
    async (_, viewer) => {
      const questions = viewer.kind === "staff" ? [...dealQuestions, ...staffQuestions] : dealQuestions;
      expect(await tooMuch(dealsPage, viewer, questions)).toEqual([]);
    },
    120_000,
  );

  it.each(Object.entries(viewers))(
    "reads no more for %s on a page far down, in either direction",
    async (_, viewer) => {
      for (const sort of Object.keys(dealSorts)) {
        const first = await readDealsPage(viewer, dealAddress.parse({ sort }), now);
        let after = first.list.next;
        for (let n = 0; n < 3 && after; n++)
          after = (await readDealsPage(viewer, dealAddress.parse({ sort, after }), now)).list.next ?? after;
        const neighbours: Asked[] = [
          { sort, after: after ?? "" },
          { sort, before: after ?? "" },
        ];
        expect(await tooMuch(dealsPage, viewer, neighbours)).toEqual([]);
      }
    },
    120_000,
  );
});

describe("a filter", () => {
  const rare = `d.account_id in (select id from accounts where industry = 'Rare')`;
  const goldOnce = `exists (select 1 from deal_partners p join partners on partners.id = p.partner_id
    where p.deal_id = d.id and partners.tier = 'gold' and partners.region = 'APAC' and p.role = 'influencing')`;
  const cases: [asked: Asked, where: string][] = [
    [{ industry: "Rare" }, rare],
    [{ industry: "Rare", sort: "amount", dir: "asc" }, rare],
    [{ industry: "Rare", sort: "partner" }, rare],
    [{ q: "abcd", sort: "owner", dir: "asc" }, `(d.name ilike '%abcd%' or d.account_name ilike '%abcd%')`],
    [
      { tier: "gold", region: "APAC", role: "influenced", max: "2", sort: "partner", dir: "asc" },
      `${goldOnce} and d.reported_e4 <= 20000`,
    ],
    [{ q: "abcd", sort: "name" }, `(d.name ilike '%abcd%' or d.account_name ilike '%abcd%')`],
    [{ q: "abc", outcome: "won" }, `d.outcome = 'won' and (d.name ilike '%abc%' or d.account_name ilike '%abc%')`],
    [{ tier: "gold", region: "APAC", role: "influenced", max: "2" }, `${goldOnce} and d.reported_e4 <= 20000`],
    [
      { company: "Partner 30", stage: "negotiation" },
      `d.stage = 'negotiation' and exists (select 1 from deal_partners p
      join partners on partners.id = p.partner_id where p.deal_id = d.id and partners.name like 'Partner 30%')`,
    ],
    [
      { from: "2024-04-01", to: "2024-04-20", dir: "asc" },
      `d.closed_on >= '2024-04-01' and d.closed_on < '2024-04-20'`,
    ],
  ];

  it.each(cases)("%o finds the deals that it names, once each, however they are found", async (asked, where) => {
    const wanted = await database.sql.unsafe(`select d.id from deals d where ${where} order by d.id`);
    const found: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const { list } = await readDealsPage(largeStaff, dealAddress.parse({ ...asked, after }), now);
      found.push(...list.rows.map(({ id }) => id));
      after = list.next;
      if (after === null && list.totals.exact) expect(list.totals.count).toBe(wanted.length);
    }
    expect(wanted.length).toBeGreaterThan(20);
    expect(found.sort()).toEqual(wanted.map(({ id }) => id));
  });
});

describe("an order", () => {
  const orders = (["partner", "owner", "outcome", "closed", "expected"] as const).flatMap((sort) =>
    (["asc", "desc"] as const).map((dir) => [sort, dir] as const),
  );
  const shown = {
    partner: (row: DealListRow) => row.partner?.toLowerCase() ?? "",
    owner: (row: DealListRow) => row.owner?.toLowerCase() ?? "",
    outcome: (row: DealListRow) => row.outcome,
    closed: (row: DealListRow) => row.closedOn ?? "",
    expected: (row: DealListRow) => row.expectedCloseOn ?? "",
  };
  const open = { stage: "negotiation", min: "60" };

  it.each(orders)("by %s %s holds over all pages, and each page leads back to the one before", async (sort, dir) => {
    const read = async (edge: Asked) =>
      (await readDealsPage(largeStaff, dealAddress.parse({ ...open, sort, dir, ...edge }), now)).list;
    const pages = [await read({})];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await read({ after: next }));
    const rows = pages.flatMap((page) => page.rows);
    const collator = await sortedByDatabase(rows.map(shown[sort]), dir);
    expect(rows.map(shown[sort])).toEqual(collator);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    const [all] =
      await database.sql`select count(*)::int as count from deals where stage = 'negotiation' and reported_e4 >= 600000`;
    expect([rows.length, pages.length > 2]).toEqual([all?.count, true]);
    const last = pages.at(-1) as (typeof pages)[number];
    const back = await read({ before: last.previous as string });
    expect(back.rows.map(({ id }) => id)).toEqual(pages.at(-2)?.rows.map(({ id }) => id));
  });

  const sortedByDatabase = async (words: string[], dir: "asc" | "desc") => {
    const rows = await database.sql<
      { word: string }[]
    >`select word from unnest(${words}::text[]) word order by word ${dir === "asc" ? database.sql`asc` : database.sql`desc`}`;
    return rows.map(({ word }) => word);
  };
});

describe("a partner's search", () => {
  it.each(Object.keys(dealSorts))(
    "by %s finds its own deals once each, and counts all of them on every page",
    async (sort) => {
      const { partnerId } = largestPartner as { partnerId: string };
      const wanted = await database.sql`select deal_id as id from partner_deals
      where partner_id = ${partnerId} and account_name like 'account a%' order by deal_id`;
      const found: string[] = [];
      for (let after: string | null = ""; after !== null; ) {
        const { list } = await readDealsPage(largestPartner, dealAddress.parse({ q: "account A", sort, after }), now);
        found.push(...list.rows.map(({ id }) => id));
        expect(list.totals).toMatchObject({ count: wanted.length, exact: true });
        after = list.next;
      }
      expect(wanted.length).toBeGreaterThan(50);
      expect(found.sort()).toEqual(wanted.map(({ id }) => id));
    },
  );
});

describe("the sums of a filter", () => {
  const asked: Asked[] = [{}, { outcome: "open", min: "20" }, { industry: "Industry 3" }, { q: "Account a" }];
  const groups = async (viewer: Viewer, filter: Asked, by: Grouping) => {
    const read = () => readDealGroups(viewer, dealFilter.parse(filter), by, largeToday);
    const first = await read();
    await answersKept();
    return { first, then: await read() };
  };

  it.each(asked)(
    "%o says that it estimates until all are counted, and is then what the rows add up to",
    async (filter) => {
      await database.sql`delete from metric_answers`;
      const { list } = await readDealsPage(largeStaff, dealAddress.parse(filter), now);
      for (const by of ["stage", "month", "partner", "tier", "region"] as const) {
        const { first, then } = await groups(largeStaff, filter, by);
        expect(first.exact).toBe(first.sample <= 4_000);
        expect(then.exact).toBe(true);
        if (!list.totals.exact || then.more > 0) continue;
        expect(then.groups.reduce((sum, { count }) => sum + count, 0)).toBe(list.totals.count);
        expect(then.groups.reduce((sum, { reportedE4 }) => sum + reportedE4, 0n)).toBe(list.totals.reportedE4);
      }
    },
  );

  it.each(["stage", "month", "family", "partner", "tier", "region"] as const)(
    "by %s leads from each group to exactly its rows",
    async (by) => {
      const filter: Asked = ["partner", "tier", "region"].includes(by)
        ? { industry: "Rare" }
        : { min: "90", max: "92" };
      const address = dealAddress.parse(filter);
      const { then } = await groups(largeStaff, filter, by);
      const linked = then.groups.filter(({ key }) => groupHref(address, by, key)).slice(0, 12);
      expect(linked.length).toBeGreaterThan(1);
      for (const group of linked) {
        const [, query] = (groupHref(address, by, group.key) as string).split("?");
        await readDealsPage(largeStaff, addressOf(query as string), now);
        await answersKept();
        const { list } = await readDealsPage(largeStaff, addressOf(query as string), now);
        expect([list.totals.exact, list.totals.count, list.totals.open]).toEqual([true, group.count, group.open]);
      }
    },
  );

  it("are of a partner's own deals, and never put together by other companies", async () => {
    const { then } = await groups(typicalPartner, {}, "stage");
    const { list } = await readDealsPage(typicalPartner, dealAddress.parse({}), now);
    expect(then.groups.reduce((sum, { count }) => sum + count, 0)).toBe(list.totals.count);
    for (const by of ["partner", "tier", "region"] as const)
      await expect(readDealGroups(typicalPartner, dealFilter.parse({}), by, largeToday)).rejects.toThrow(
        /put together/,
      );
  });
});

describe("the list of partners", () => {
  it("reads no deals but those of its rows, whatever it is sorted and filtered by", async () => {
    expect(await tooMuch(partnersPage, largeStaff, partnerQuestions)).toEqual([]);
  }, 60_000);
});

describe("a page", () => {
  const counted: [page: Page, viewer: Viewer, asked: Asked, statements: number][] = [
    [dealsPage, largeStaff, {}, 9],
    [dealsPage, largestPartner, {}, 8],
    [dealsPage, largestPartner, { q: "abcd" }, 8],
    [partnersPage, largeStaff, {}, 5],
  ];
  it.each(counted)("$name sends as many statements as before", async (page, viewer, asked, statements) => {
    await page.read(viewer, asked);
    await answersKept();
    const sent = await statementsOf(() => page.read(viewer, asked));
    expect(sent.map(({ sql }) => sql.replace(/\s+/g, " ").slice(0, 80))).toHaveLength(statements);
  });
});

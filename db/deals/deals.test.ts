import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { correctDealOutcome } from "@/db/deals/commands";
import { exportDeals, listDeals } from "@/db/deals/list";
import { getDeal, listDealActivities, listDealPartners, listDealVersions } from "@/db/deals/queries";
import { cast, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { type DealFilter, dealFilter, dealSorts } from "@/lib/deals/filter";
import { dealHistory } from "@/lib/deals/history";
import { NotFound, Refused } from "@/lib/errors";

const database = testDatabase();
const ownDeal = "aaaaaaaa-0000-4000-8000-000000000004";
const otherDeal = "bbbbbbbb-0000-4000-8000-000000000004";
const actor = { personId: staffViewer.personId, name: staffViewer.name };
const idsOf = async (viewer: typeof viewerA | typeof staffViewer, filter: Partial<Record<keyof DealFilter, string>>) =>
  (await listDeals(viewer, dealFilter.parse(filter), today)).rows.map(({ id }) => id).sort();

beforeAll(() => plantCanaries(database.sql));

describe("the list of deals", () => {
  it("shows a partner its own part alone, and staff everything", async () => {
    const own = await idsOf(viewerA, {});
    expect(own).toContain(ownDeal);
    expect(own).toContain(cast.shared);
    expect(own).not.toContain(otherDeal);
    expect(await idsOf(staffViewer, {})).toEqual(expect.arrayContaining([...own, otherDeal]));
  });

  it("names no other partner to a partner, and gives its own role", async () => {
    const { rows } = await listDeals(viewerA, dealFilter.parse({}), today);
    for (const row of rows) expect(Object.keys(row)).not.toContain("partner");
    expect(rows.find(({ id }) => id === cast.shared)?.role).toBe("influencing");
    expect((await listDealPartners(viewerA, cast.shared)).map(({ partnerId }) => partnerId)).toEqual([cast.a]);
    expect(await listDealPartners(staffViewer, cast.shared)).toHaveLength(2);
  });

  it("answers for a deal of another partner as for one that does not exist", async () => {
    await expect(getDeal(viewerA, otherDeal)).rejects.toBeInstanceOf(NotFound);
    await expect(getDeal(viewerA, "00000000-0000-4000-8000-000000000000")).rejects.toBeInstanceOf(NotFound);
    expect(await listDealVersions(viewerA, otherDeal)).toEqual([]);
    expect(await getDeal(staffViewer, otherDeal)).toMatchObject({ id: otherDeal });
  });

  it("keeps from a partner what staff note", async () => {
    await database.sql`insert into activities (partner_id, deal_id, kind, subject, "on")
      values (${cast.a}, ${ownDeal}, 'note', 'Champion is leaving', ${today}), (${cast.a}, ${ownDeal}, 'call', 'Weekly call', ${today})`;
    const read = async (viewer: typeof viewerA | typeof staffViewer) =>
      (await listDealActivities(viewer, ownDeal)).map(({ subject }) => subject);
    expect(await read(viewerA)).toContain("Weekly call");
    expect(await read(viewerA)).not.toContain("Champion is leaving");
    expect(await read(staffViewer)).toEqual(expect.arrayContaining(["Weekly call", "Champion is leaving"]));
  });

  it.each([
    ["everything", {}],
    ["one stage", { stage: "prospecting" }],
  ])("goes through every row of %s once in either direction, whatever it is sorted by", async (_, asked) => {
    await database.sql`insert into deals (name, stage, currency, expected_close_on)
      select 'Deal ' || (i % 7), 'prospecting', 'USD', case when i % 3 = 0 then date '2026-01-01' + i % 5 end from generate_series(1, 120) i`;
    const { count } = (await listDeals(staffViewer, dealFilter.parse(asked), today)).totals;
    for (const sort of Object.keys(dealSorts)) {
      for (const dir of ["asc", "desc"]) {
        const forth = await walk({ ...asked, sort, dir }, "next");
        expect(new Set(forth.flat()).size, `${sort} ${dir}`).toBe(count);
        expect(forth.flat()).toHaveLength(count);
        const back = await walk({ ...asked, sort, dir, after: forth.lastAfter }, "previous");
        expect(back.reverse().flat(), `${sort} ${dir} back`).toEqual(forth.flat());
      }
    }
    const exported: string[] = [];
    for await (const step of exportDeals(staffViewer, dealFilter.parse(asked), today))
      exported.push(...step.map(({ id }) => id));
    expect(exported).toEqual((await walk(asked, "next")).flat());
  });

  it("cuts by what the partner was on the deal's day", async () => {
    expect(await idsOf(staffViewer, { tier: "gold", role: "sourced", partner: cast.a })).toContain(ownDeal);
    await database.sql`update partners set tier = 'platinum', tier_since = '2026-05-15' where id = ${cast.a}`;
    expect(await idsOf(staffViewer, { tier: "gold", role: "sourced", partner: cast.a })).toContain(ownDeal);
    expect(await idsOf(staffViewer, { tier: "platinum", role: "sourced", partner: cast.a })).not.toContain(ownDeal);
  });
});

describe("what the lists are read from", () => {
  const differences = () => database.sql`
    with source as (select d.id as deal_id, p.partner_id, p.role, d.outcome, d.stage, d.accepted, d.opened_on, d.closed_on, d.expected_close_on,
        d.reported_e4, lower(left(d.name, 200)), lower(left(a.name, 200)), a.industry
      from deal_partners p join deals d on d.id = p.deal_id left join accounts a on a.id = d.account_id)
    (table source except table partner_deals) union all (table partner_deals except table source)`;
  const accountOf = async (deal: string) =>
    (await database.sql`select account_id from deals where id = ${deal}`)[0]?.account_id;

  it("follows the deal, its partners and its account", async () => {
    expect(await differences()).toEqual([]);
    const account = await accountOf(cast.shared);
    await database.sql`update accounts set name = 'Renamed', industry = 'Farming' where id = ${account}`;
    await database.sql`update deals set name = 'Another name', accepted = false where id = ${cast.shared}`;
    expect(await idsOf(viewerA, { q: "rename", industry: "Farming", accepted: "no" })).toEqual([cast.shared]);
    expect(await idsOf(staffViewer, { q: "rename" })).toEqual([cast.shared]);
    await database.sql`update deal_partners set role = 'sourcing' where deal_id = ${ownDeal}`;
    await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${otherDeal}, ${cast.a}, 'influencing')`;
    expect(await idsOf(viewerA, {})).toContain(otherDeal);
    expect(await differences()).toEqual([]);
    await database.sql`delete from deal_partners where deal_id = ${otherDeal} and partner_id = ${cast.a}`;
    expect(await idsOf(viewerA, {})).not.toContain(otherDeal);
    expect(await differences()).toEqual([]);
  });

  it("misses nothing when deal, account and partners change at the same time", async () => {
    const account = await accountOf(cast.shared);
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const changed = new Promise<void>((done) => {
      void database.sql.begin(async (tx) => {
        await tx`update deals set name = 'Held' where id = ${cast.shared}`;
        await tx`update accounts set name = 'Held account', industry = 'Held' where id = ${account}`;
        done();
        await held;
      });
    });
    await changed;
    const joined =
      database.sql`update deal_partners set role = 'influencing' where deal_id = ${cast.shared} and partner_id = ${cast.a}`.execute();
    const made =
      database.sql`insert into deals (name, account_id, stage, currency) values ('New', ${account}, 'prospecting', 'USD')`.execute();
    await waitsForLocks(2);
    release();
    await Promise.all([joined, made]);
    expect(await differences()).toEqual([]);
    expect(
      await database.sql`select 1 from deals d join accounts a on a.id = d.account_id where d.account_name is distinct from a.name`,
    ).toEqual([]);
  });

  async function waitsForLocks(number: number) {
    for (;;) {
      const [row] =
        await database.sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      if (row?.n >= number) return;
    }
  }
});

/** The pages in one direction; `lastAfter` is the edge that leads to the last page. */
async function walk(filter: Record<string, string | undefined>, direction: "next" | "previous") {
  const pages: string[][] & { lastAfter?: string } = [];
  let edge: Record<string, string> = {};
  let asked = filter;
  for (let n = 0; n < 20; n++) {
    const page = await listDeals(staffViewer, dealFilter.parse({ ...asked, ...edge }), today);
    pages.push(page.rows.map(({ id }) => id));
    const on = page[direction];
    if (!on) break;
    edge = direction === "next" ? { after: on } : { before: on };
    if (direction === "next") pages.lastAfter = on;
    else asked = { ...filter, after: undefined };
  }
  return pages;
}

describe("a correction", () => {
  const correct = (correction: { stage: string; on: string; amountE4?: bigint }) =>
    withViewer(staffViewer, (tx) =>
      correctDealOutcome(tx, actor, { dealId: ownDeal, reason: "Found out", amountE4: null, ...correction }, today),
    );

  it("restates the deal from its day and keeps what was said before, with who and when", async () => {
    const { audit } = await correct({ stage: "lost", on: "2026-05-02" });
    expect(await getDeal(staffViewer, ownDeal)).toMatchObject({
      outcome: "lost",
      closedOn: "2026-05-02",
      openedOn: "2026-04-01",
    });
    const versions = await listDealVersions(staffViewer, ownDeal);
    const superseded = versions.filter(({ supersededAt }) => supersededAt);
    expect(superseded).toMatchObject([{ stageKey: "won", fromOn: "2026-05-11", supersededBy: staffViewer.name }]);
    expect(audit).toMatchObject({ action: "deal.corrected", reason: "Found out" });
    const lines = dealHistory(versions, (at) => at.toISOString().slice(0, 10));
    expect(lines.filter(({ sentence }) => sentence.startsWith("Corrected"))).toHaveLength(1);
  });

  it("can be corrected again, and changes the amount when one is given", async () => {
    await correct({ stage: "won", on: "2026-05-12", amountE4: 990_000n });
    expect(await getDeal(staffViewer, ownDeal)).toMatchObject({
      outcome: "won",
      closedOn: "2026-05-12",
      amountE4: 990_000n,
    });
  });

  it("refuses a day before the deal was opened, a day to come, and an unknown stage", async () => {
    await expect(correct({ stage: "won", on: "2026-03-31" })).rejects.toBeInstanceOf(Refused);
    await expect(correct({ stage: "won", on: "2026-05-21" })).rejects.toBeInstanceOf(Refused);
    await expect(correct({ stage: "sold", on: "2026-05-12" })).rejects.toBeInstanceOf(Refused);
  });

  it("is nothing a partner person can make", async () => {
    const attempt = withViewer(viewerA, (tx) =>
      correctDealOutcome(
        tx,
        actor,
        { dealId: ownDeal, stage: "won", on: "2026-05-12", amountE4: 1n, reason: "x" },
        today,
      ),
    );
    await expect(attempt).rejects.toThrow();
  });
});

import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withWorker } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import type { MetricKey } from "@/lib/metrics/registry";
import { addDays } from "@/lib/period";
import { answer, ask } from "./queries";
import { checkRollups, drainDirty } from "./rollup";
import { listFacts } from "./rows";

const database = testDatabase();

const p = "00000000-0000-4000-8000-000000000001";
const q = "00000000-0000-4000-8000-000000000002";
const deal = (n: number) => `00000000-0000-4000-9000-00000000000${n}`;
const quarter = { from: "2026-01-01", to: "2026-04-01" };

const partnerViewer = (partnerId: string): Viewer => ({
  kind: "partner",
  role: "partner_admin",
  partnerId,
  partnerName: "P",
  personId: partnerId,
  sessionId: partnerId,
  name: "Pat",
  email: "pat@p.example",
});

async function makeDeal(
  tx: Tx,
  n: number,
  source: string,
  history: [day: string, stage: string, euros: number][],
  registered?: string,
) {
  await tx.execute(
    sql`insert into deals (id, name, stage, currency, registered_on) values (${deal(n)}, ${`Deal ${n}`}, 'prospecting', 'EUR', ${registered ?? null})`,
  );
  await tx.execute(
    sql`insert into deal_partners (deal_id, partner_id, role) values (${deal(n)}, ${source}, 'sourcing')`,
  );
  for (const [day, stage, euros] of history) await addVersion(tx, n, day, stage, euros);
}

const addVersion = (tx: Tx, n: number, day: string, stage: string, euros: number) =>
  tx.execute(
    sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal(n)}, ${day}::timestamptz, ${stage}, ${euros * 10_000}, 'EUR')`,
  );

const measured = async (metric: MetricKey, partnerId?: string, span = quarter) =>
  (await withWorker((tx) => answer(tx, "operator", { metric, span, partnerId }))).total.value;

beforeAll(async () => {
  await withWorker(async (tx) => {
    await tx.execute(sql`update settings set reporting_currency = 'EUR'`);
    await tx.execute(sql`insert into partners (id, name, type, tier, tier_since, joined_on) values
      (${p}, 'P', 'reseller', 'gold', '2026-03-01', '2020-01-01'), (${q}, 'Q', 'agency', null, null, '2020-01-01')`);
    await makeDeal(
      tx,
      1,
      p,
      [
        ["2026-02-01", "prospecting", 100],
        ["2026-03-10", "won", 100],
      ],
      "2026-02-01",
    );
    await makeDeal(tx, 2, p, [
      ["2026-01-10", "prospecting", 40],
      ["2026-03-20", "lost", 40],
    ]);
    await makeDeal(tx, 3, q, [
      ["2026-02-01", "prospecting", 60],
      ["2026-03-05", "won", 60],
    ]);
    await tx.execute(
      sql`insert into deal_partners (deal_id, partner_id, role) values (${deal(3)}, ${p}, 'influencing')`,
    );
    await makeDeal(tx, 4, p, [["2026-03-02", "prospecting", 25]]);
  });
});

describe.each(["read from the rows", "read from the kept sums"])(
  "the worked example of the dictionary, %s (req:K1)",
  (how) => {
    beforeAll(async () => {
      if (how === "read from the kept sums") expect(await drainDirty()).toBeGreaterThan(0);
      else await withWorker((tx) => tx.execute(sql`insert into metric_dirty (partner_id) values (${p}), (${q})`));
    });

    it.each([
      ["sourced_revenue", p, "100.0000"],
      ["influenced_revenue", p, "60.0000"],
      ["influenced_revenue", undefined, "0.0000"],
      ["sourced_revenue", undefined, "160.0000"],
      ["win_rate", p, "0.5000000000"],
      ["sales_cycle", p, "37.0000000000"],
      ["sourced_pipeline", p, "25.0000"],
      ["contribution", undefined, "1.0000000000"],
      ["average_deal_size", undefined, "80.0000"],
    ] as const)("%s of %s is %s", async (metric, partnerId, value) => {
      expect(await measured(metric, partnerId)).toBe(value);
    });
  },
);

describe("figures", () => {
  it("cut a past period by the tier that held then, not by today's", async () => {
    const cut = await withWorker((tx) =>
      answer(tx, "operator", { metric: "new_pipeline", span: quarter, by: "tier", partnerId: p }),
    );
    expect(cut.groups.map(({ label, value }) => [label, value])).toEqual([
      ["(none)", "140.0000"],
      ["Gold", "25.0000"],
    ]);
  });

  it("have no value where the denominator is zero", async () => {
    expect(await measured("approval_rate")).toBeNull();
    expect(await measured("win_rate", undefined, { from: "2020-01-01", to: "2020-02-01" })).toBeNull();
  });

  it("of any span are the sum of its days, whichever way they are read", async () => {
    await drainDirty();
    const day = fc.integer({ min: 0, max: 130 }).map((n) => addDays("2025-12-15", n));
    await fc.assert(
      fc.asyncProperty(day, day, async (a, b) => {
        if (a === b) return;
        const [from, to] = a < b ? [a, b] : [b, a];
        const expected = { "2026-03-10": 100, "2026-03-05": 60 };
        const sum = Object.entries(expected).reduce((all, [on, euros]) => all + (on >= from && on < to ? euros : 0), 0);
        expect(await measured("sourced_revenue", undefined, { from, to })).toBe(`${sum}.0000`);
      }),
      { numRuns: 60 },
    );
  });

  it("of what stands open are the same from sums, from changes and from what stood (req:F1)", async () => {
    await drainDirty();
    const days = fc.integer({ min: 0, max: 500 }).map((n) => addDays("2025-12-15", n));
    await fc.assert(
      fc.asyncProperty(days, async (to) => {
        const span = { from: "2025-12-01", to };
        const cut = await withWorker((tx) => answer(tx, "operator", { metric: "sourced_pipeline", span, by: "stage" }));
        const byStage = cut.groups.reduce((sum, group) => sum + Number(group.value), 0);
        const rows = await listFacts(partnerViewer(p), { component: "open_amount", span, where: {} });
        const others = await listFacts(partnerViewer(q), { component: "open_amount", span, where: {} });
        expect([byStage, (Number(rows.sum) + Number(others.sum)) / 10_000]).toEqual([
          Number(cut.total.value),
          Number(cut.total.value),
        ]);
      }),
      { numRuns: 40 },
    );
  });

  it("show the rows that add up to them", async () => {
    const rows = await listFacts(partnerViewer(p), { component: "won_amount", span: quarter, where: {} });
    expect(rows.count).toBe(1);
    expect(rows.sum).toBe("1000000");
    expect(rows.rows[0]?.deal).toBe("Deal 1");
    const open = await listFacts(partnerViewer(p), { component: "open_amount", span: quarter, where: {} });
    expect(open.rows.map((row) => [row.deal, row.value])).toEqual([["Deal 4", "250000"]]);
  });
});

describe("a partner", () => {
  it("reads its own figures and never another's (req:R5)", async () => {
    expect((await ask(partnerViewer(p), { metric: "sourced_revenue", span: quarter })).total.value).toBe("100.0000");
    expect((await ask(partnerViewer(q), { metric: "sourced_revenue", span: quarter })).total.value).toBe("60.0000");
    const cut = await ask(partnerViewer(p), { metric: "sourced_revenue", span: quarter, by: "partner" });
    expect(cut.groups.map((group) => group.label)).toEqual(["P"]);
  });

  it("gets not-found for another partner's figure (sec:T1)", async () => {
    await expect(ask(partnerViewer(p), { metric: "sourced_revenue", span: quarter, partnerId: q })).rejects.toThrow(
      NotFound,
    );
  });
});

describe("a correction", () => {
  it("restates the quarter at once and stays visible (req:D3)", async () => {
    await drainDirty();
    await withWorker(async (tx) => {
      await tx.execute(
        sql`update deal_versions set superseded_at = '2026-04-02' where deal_id = ${deal(2)} and stage = 'lost'`,
      );
      await addVersion(tx, 2, "2026-03-28", "won", 40);
    });
    expect(await measured("sourced_revenue", p)).toBe("140.0000");
    expect(await measured("win_rate", p)).toBe("1.0000000000");
    await drainDirty();
    expect(await measured("sourced_revenue", p)).toBe("140.0000");
    const [kept] =
      await database.sql`select count(*)::int as n from deal_versions where deal_id = ${deal(2)} and superseded_at is not null`;
    expect(kept?.n).toBe(1);
  });

  it("is found by the check when the kept sums are wrong", async () => {
    await drainDirty();
    expect((await checkRollups()).differences).toEqual([]);
    await database.sql`update metric_month set value = value + 1 where component = 'won_amount' and dim = '' and partner_id = ${p}`;
    const { differences } = await checkRollups();
    expect(differences).toMatchObject([
      { component: "won_amount", partnerId: p },
      { component: "won_amount", partnerId: "all" },
    ]);
    await database.sql`update metric_month set value = value - 1 where component = 'won_amount' and dim = '' and partner_id = ${p}`;
  });
});

describe("an amount without a rate", () => {
  it("is counted as missing and never taken at 1", async () => {
    await withWorker(async (tx) => {
      await tx.execute(
        sql`insert into deals (id, name, stage, currency) values (${deal(9)}, 'Deal 9', 'prospecting', 'JPY')`,
      );
      await tx.execute(
        sql`insert into deal_partners (deal_id, partner_id, role) values (${deal(9)}, ${q}, 'sourcing')`,
      );
      await tx.execute(
        sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal(9)}, '2026-03-30', 'won', 5000, 'JPY')`,
      );
    });
    const { total } = await withWorker((tx) =>
      answer(tx, "operator", { metric: "sourced_revenue", span: quarter, partnerId: q }),
    );
    expect([total.value, total.missing]).toEqual(["60.0000", 1]);
    await withWorker((tx) =>
      tx.execute(sql`insert into fx_rates (currency, "on", rate) values ('JPY', '2026-03-27', 0.5)`),
    );
    const after = await withWorker((tx) =>
      answer(tx, "operator", { metric: "sourced_revenue", span: quarter, partnerId: q }),
    );
    expect([after.total.value, after.total.missing]).toEqual(["60.2500", 0]);
  });
});

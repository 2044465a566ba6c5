import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { quartilesOf } from "@/lib/metrics/quartiles";
import { namedPeriod, readPeriod } from "@/lib/period";
import { cohortOf, keepCohorts } from "./cohorts";
import { compareOf } from "./compare";
import { readProgram } from "./queries";
import { drainDirty } from "./rollup";

const database = testDatabase();
const now = new Date();
const period = namedPeriod("last_quarter", now.toISOString().slice(0, 10));
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const staff = { kind: "staff", role: "executive", personId: idOf(99), name: "Ada" } as Viewer;
const of = (n: number) =>
  ({ kind: "partner", role: "partner_admin", partnerId: idOf(n), partnerName: "P", personId: idOf(n) }) as Viewer;

/** Six gold resellers that won 10, 20, 40, 80, 160 and nothing, and four agencies. */
const amounts = [10, 20, 40, 80, 160, 0];

beforeAll(async () => {
  const { sql } = database;
  for (let n = 1; n <= 10; n++) {
    const type = n <= 6 ? "reseller" : "agency";
    await sql`insert into partners (id, name, type, tier, tier_since, joined_on) values (${idOf(n)}, ${`Partner ${n}`}, ${type}, 'gold', '2020-01-01', '2020-01-01')`;
    const won = n <= 6 ? (amounts[n - 1] as number) : 5;
    if (!won) continue;
    const [deal] =
      await sql`insert into deals (name, stage, currency) values (${`Deal ${n}`}, 'prospecting', 'USD') returning id`;
    await sql`insert into deal_partners (deal_id, partner_id, role) values (${deal?.id}, ${idOf(n)}, 'sourcing')`;
    await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, ${period.from}::date + 1, 'won', ${won * 10_000}, 'USD')`;
  }
  const target = (kind: string, partner: number, value: number) =>
    sql`insert into targets (kind, metric, from_on, to_on, value, currency, partner_id) values (${kind}, 'sourced_revenue', ${period.from}, ${period.to}, ${value}, 'USD', ${idOf(partner)})`;
  await target("target", 3, 50);
  await target("baseline", 3, 30);
  await drainDirty();
  await keepCohorts();
});

const ask = (viewer: Viewer, partnerId?: string) =>
  compareOf(viewer, {
    metric: "sourced_revenue",
    period,
    partnerId,
    compare: ["previous", "year", "target", "baseline", "cohort"],
    now,
  });

const quartiles = { partners: 6, q1: "12.5000000000", median: "30.0000000000", q3: "70.0000000000" };

describe("a figure beside what it is compared with", () => {
  it("stands against the period before, the year before, its target, its baseline and its cohort (req:F5)", async () => {
    const expected = {
      answer: { total: { value: "40.0000" } },
      previous: { total: { value: "0.0000" }, to: period.from },
      year: { total: { value: "0.0000" } },
      target: "50",
      baseline: { value: "30", from: period.from },
      cohort: { ...quartiles, type: "reseller", tier: "gold" },
    };
    expect(await ask(staff, idOf(3))).toMatchObject(expected);
    expect(await ask(of(3))).toMatchObject(expected);
  });

  it("is of any period that has a name", () => {
    expect(
      ["2026", "2026-Q4", "2026-02", "this_month"]
        .map((name) => readPeriod(name, "2026-02-11"))
        .map(({ from, to }) => [from, to]),
    ).toEqual([
      ["2026-01-01", "2027-01-01"],
      ["2026-10-01", "2027-01-01"],
      ["2026-02-01", "2026-03-01"],
      ["2026-02-01", "2026-03-01"],
    ]);
    for (const wrong of ["2026-Q5", "2026-13", "lately", ""])
      expect(() => readPeriod(wrong, "2026-02-11")).toThrow("is no period");
  });

  it("is never another partner's, nor what partners do not see", async () => {
    await expect(ask(of(1), idOf(2))).rejects.toThrow(NotFound);
    await expect(compareOf(of(1), { metric: "channel_roi", period, compare: [], now })).rejects.toThrow(NotFound);
  });
});

describe("a cohort", () => {
  it("tells a partner how many stand beside it and their quartiles, for its own type and tier alone (sec:T14)", async () => {
    await database.sql`insert into metric_cohorts (metric, from_on, to_on, type, tier, partners, q1, median, q3)
      select metric, from_on, to_on, 'msp', tier, partners, q1, median, q3 from metric_cohorts`;
    const { cohort } = await ask(of(1));
    expect(Object.keys(cohort ?? {}).sort()).toEqual(["countedAt", "median", "partners", "q1", "q3", "tier", "type"]);
    const seen = await withViewer(of(1), (tx) => tx.execute("select distinct type, tier from metric_cohorts"));
    expect([...seen]).toEqual([{ type: "reseller", tier: "gold" }]);
    const others = await withViewer(of(1), (tx) =>
      tx.execute("select distinct partner_id from metric_month where partner_id <> '" + idOf(1) + "'"),
    );
    expect([...others]).toEqual([]);
  });

  it("of fewer than five with a value is told to nobody, and cannot be kept (sec:T14)", async () => {
    expect((await ask(of(7))).cohort).toBeNull();
    expect((await ask(staff, idOf(7))).cohort).toBeNull();
    const insert = database.sql`insert into metric_cohorts (metric, from_on, to_on, type, tier, partners, q1, median, q3) values ('win_rate', '2026-01-01', '2026-02-01', 'agency', 'gold', 4, 1, 1, 1)`;
    await expect(insert).rejects.toThrow("metric_cohorts_five");
  });

  it("of other days is counted for staff at once, from the partners as they were then, and not for partners", async () => {
    const span = {
      from: period.from,
      to: new Date(Date.parse(period.from) + 3 * 86_400_000).toISOString().slice(0, 10),
    };
    const asked = { metric: "sourced_revenue", span, partnerId: idOf(3) } as const;
    const cohort = (viewer: Viewer) =>
      withViewer(viewer, async (tx) => cohortOf(tx, viewer, await readProgram(tx), asked));
    expect(await cohort(staff)).toMatchObject(quartiles);
    expect(await cohort(of(3))).toBeNull();
  });

  it("lies between the values of its partners as quartiles do", () => {
    expect(quartilesOf(["3", "-1.5", "2", "0"])).toBeNull();
    expect(quartilesOf(["3", "-1.5", "2", "0", "1.0000000001"])).toEqual({
      partners: 5,
      q1: "0.0000000000",
      median: "1.0000000001",
      q3: "2.0000000000",
    });
  });
});

import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { recordAudit } from "@/db/audit/commands";
import { type Tx, withViewer, withWorker } from "@/db/client";
import { correctDealOutcome } from "@/db/deals/commands";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import type { MetricKey } from "@/lib/metrics/registry";
import { closable } from "@/lib/periods/closable";
import { closePeriod, decideRestatement, proposeRestatement } from "./commands";
import { findClosedFigure, listPeriods, readMovedRows, readPeriod } from "./queries";

const database = testDatabase();
const p = "00000000-0000-4000-8000-000000000001";
const q = "00000000-0000-4000-8000-000000000002";
const deal = (n: number) => `00000000-0000-4000-9000-00000000000${n}`;
const quarter = { from: "2026-01-01", to: "2026-04-01" };
let [olga, fin]: string[] = [];
let periodId = "";

const partner = (partnerId: string) =>
  ({ kind: "partner", role: "partner_admin", partnerId, personId: partnerId, name: "Pat" }) as Viewer;
const staff = () => ({ kind: "staff", role: "program_owner", personId: olga, name: "Olga" }) as Viewer;
const actors = {
  olga: () => ({ personId: olga as string, name: "Olga" }),
  fin: () => ({ personId: fin as string, name: "Fin" }),
};
const act = <T>(work: (tx: Tx) => Promise<T>) => withViewer(staff(), work);

async function makeDeal(
  tx: Tx,
  n: number,
  source: string,
  history: [day: string, stage: string, euros: number][],
  registered?: string,
) {
  await tx.execute(
    sql`insert into deals (id, name, stage, currency, registered_on) values (${deal(n)}, ${`Deal ${"ABCD"[n - 1]}`}, 'prospecting', 'EUR', ${registered ?? null})`,
  );
  await tx.execute(
    sql`insert into deal_partners (deal_id, partner_id, role) values (${deal(n)}, ${source}, 'sourcing')`,
  );
  for (const [day, stage, euros] of history)
    await tx.execute(
      sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal(n)}, ${day}::timestamptz, ${stage}, ${euros * 10_000}, 'EUR')`,
    );
}

beforeAll(async () => {
  olga = await makePerson(database.sql, { role: "program_owner", email: "olga@vendor.example", name: "Olga" });
  fin = await makePerson(database.sql, { role: "finance", email: "fin@vendor.example", name: "Fin" });
  await withWorker(async (tx) => {
    await tx.execute(sql`update settings set reporting_currency = 'EUR'`);
    await tx.execute(
      sql`insert into partners (id, name, type, joined_on) values (${p}, 'P', 'reseller', '2020-01-01'), (${q}, 'Q', 'agency', '2020-01-01')`,
    );
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
  periodId = (
    await act((tx) => closePeriod(tx, actors.olga(), { days: quarter, why: "The quarter is over" }, "2026-04-01"))
  ).id;
});

const closedAs = (viewer: Viewer, metric: MetricKey, partnerId: string | null = null) =>
  findClosedFigure(viewer, { metric, span: quarter, partnerId });

describe("a closed quarter, by the worked example of the dictionary", () => {
  it.each([
    ["sourced_revenue", p, "100.0000"],
    ["influenced_revenue", p, "60.0000"],
    ["sourced_revenue", null, "160.0000"],
    ["influenced_revenue", null, "0.0000"],
    ["win_rate", p, "0.5000000000"],
    ["sales_cycle", p, "37.0000000000"],
    ["sourced_pipeline", p, "25.0000"],
  ] as const)("keeps %s of %s as %s", async (metric, partnerId, value) => {
    expect(await closedAs(staff(), metric, partnerId)).toMatchObject({ value, now: value, moved: [], revision: 1 });
  });

  it("shows what a correction of the 2nd of April moved, by which deal and who, and keeps what it was closed as (req:D3)", async () => {
    await act(async (tx) => {
      const correction = { dealId: deal(2), stage: "won", on: "2026-03-28", amountE4: null, reason: "A late order" };
      const { audit } = await correctDealOutcome(tx, actors.fin(), correction, "2026-04-02");
      await recordAudit(tx, actors.fin(), audit);
    });
    const revenue = await closedAs(staff(), "sourced_revenue", p);
    expect(revenue).toMatchObject({ value: "100.0000", now: "140.0000" });
    expect(revenue?.moved).toMatchObject([
      { deal: "Deal B", partner: "P", was: null, is: "400000", changedBy: "Fin", reason: "A late order" },
    ]);
    expect(await closedAs(staff(), "win_rate", p)).toMatchObject({ value: "0.5000000000", now: "1.0000000000" });
    const { figures } = await readPeriod(staff(), periodId, new Date());
    expect(figures.find(({ metric }) => metric === "sourced_revenue")).toMatchObject({
      value: "160.0000",
      now: "200.0000",
    });
    const rows = await readMovedRows(staff(), periodId, "win_rate");
    expect(rows.map(({ component, was, is }) => [component, was, is]).sort()).toEqual([
      ["accepted_lost", "1", null],
      ["accepted_won", null, "1"],
    ]);
  });

  it("shows a partner its own, and neither another's nor who changed it", async () => {
    const own = await closedAs(partner(p), "sourced_revenue", q);
    expect(own).toMatchObject({ value: "100.0000", now: "140.0000" });
    expect(own?.moved).toMatchObject([{ deal: "Deal B", changedBy: null, reason: null }]);
    expect(await closedAs(partner(q), "sourced_revenue")).toMatchObject({
      value: "60.0000",
      now: "60.0000",
      moved: [],
    });
    await expect(listPeriods(partner(p))).rejects.toThrow(NotFound);
  });

  it("is restated when a second person accepts, and the first closing stays beside it", async () => {
    const propose = () => act((tx) => proposeRestatement(tx, actors.fin(), { periodId, why: "Deal B was won" }));
    const decide = (actor: { personId: string; name: string }, decision: "accept" | "refuse") =>
      act((tx) => decideRestatement(tx, actor, { periodId, decision }));
    await propose();
    await expect(propose()).rejects.toThrow(Refused);
    await expect(decide(actors.fin(), "accept")).rejects.toThrow(Refused);
    await decide(actors.olga(), "refuse");
    expect(await closedAs(staff(), "sourced_revenue", p)).toMatchObject({ value: "100.0000", revision: 1 });
    await propose();
    await decide(actors.olga(), "accept");
    expect(await closedAs(staff(), "sourced_revenue", p)).toMatchObject({
      value: "140.0000",
      now: "140.0000",
      first: "100.0000",
      revision: 2,
      moved: [],
    });
    const [period] = await listPeriods(staff());
    expect(period?.revisions.map(({ revision, status, decidedBy }) => [revision, status, decidedBy])).toEqual([
      [2, "accepted", "Olga"],
      [2, "refused", "Olga"],
      [1, "accepted", "Olga"],
    ]);
  });

  it("cannot be changed, not even by the application", async () => {
    const denied = { cause: { message: expect.stringContaining("permission denied") } };
    const change = (text: ReturnType<typeof sql>) => act((tx) => tx.execute(text));
    await expect(change(sql`update closed_figures set value = '1'`)).rejects.toMatchObject(denied);
    await expect(change(sql`delete from closed_rows`)).rejects.toMatchObject(denied);
    await expect(change(sql`delete from closed_periods`)).rejects.toMatchObject(denied);
  });

  it("is a whole month or quarter that is over, once", async () => {
    const close = (days: { from: string; to: string }) =>
      act((tx) => closePeriod(tx, actors.olga(), { days, why: "Over" }, "2026-05-20"));
    await expect(close(quarter)).rejects.toThrow(Refused);
    await expect(close({ from: "2026-01-02", to: "2026-04-01" })).rejects.toThrow(Refused);
    await expect(close({ from: "2026-04-01", to: "2026-07-01" })).rejects.toThrow(Refused);
    const offered = closable("2026-05-20", [quarter]).map(({ label }) => label);
    expect(offered.slice(0, 5)).toEqual(["Q4 2025", "Q3 2025", "Q2 2025", "Apr 2026", "Mar 2026"]);
  });
});

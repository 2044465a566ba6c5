import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { ask } from "@/db/metrics/queries";
import { drainDirty } from "@/db/metrics/rollup";
import { listFacts } from "@/db/metrics/rows";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { type EnterInput, enterForm } from "@/lib/facts/form";
import type { MetricKey } from "@/lib/metrics/registry";
import { readFigures } from "../metrics/figures";
import { enterFact, takeBackFact } from "./commands";
import { listEntered } from "./queries";

const database = testDatabase();
const now = new Date("2026-05-20T12:00:00Z");
const today = "2026-05-20";
const span = { from: "2026-04-01", to: "2026-07-01" };
let me: StaffViewer;
let partner: string;

const given = (input: Record<string, string>): EnterInput =>
  enterForm.parse({ entryId: randomUUID(), source: "The spring survey", ...input });
const enter = async (input: Record<string, string>) => {
  const entry = given(input);
  const { audit } = await withViewer(me, (tx) => enterFact(tx, entry, today));
  return { id: entry.entryId, audit };
};
const takeBack = (entryId: string) =>
  withViewer(me, (tx) =>
    takeBackFact(tx, { personId: me.personId, name: me.name }, { entryId, why: "A typing error" }),
  );
const figure = async (metric: MetricKey, partnerId: string | null = partner) =>
  Number((await ask(me, { metric, span, partnerId })).total.value);

beforeAll(async () => {
  const { sql } = database;
  const personId = await makePerson(sql, { role: "finance", email: "fin@northstar.example" });
  me = { kind: "staff", role: "finance", personId, sessionId: personId, name: "Fin", email: "fin@northstar.example" };
  await sql`update settings set reporting_currency = 'EUR', time_zone = 'UTC'`;
  partner = await makePartner(sql, "Zürich Datenwerke");
  await makePartner(sql, "Zürich Datenwerke Labs");
  await drainDirty();
});

describe("a fact entered by hand", () => {
  it("is a row of the figure like an imported one, and is gone from it when it is taken back", async () => {
    const { sql } = database;
    await sql`insert into satisfaction_answers (partner_id, kind, score, answered_on) values (${partner}, 'pulse', 4, '2026-04-10')`;
    expect(await figure("partner_satisfaction")).toBe(40);
    const answer = { what: "answer", kind: "pulse", score: "10", on: "2026-05-02", partner: "zürich datenwerke" };
    const { id, audit } = await enter(answer);
    expect(await figure("partner_satisfaction")).toBe(70);
    const { rows } = await listFacts(me, { component: "pulse_points", span, where: {}, partnerId: partner });
    expect(rows.map(({ day, value }) => [day, value])).toEqual([
      ["2026-05-02", "10"],
      ["2026-04-10", "4"],
    ]);
    expect(audit).toMatchObject({ action: "fact.entered", partnerId: partner, after: { source: "The spring survey" } });
    await takeBack(id);
    expect(await figure("partner_satisfaction")).toBe(40);
    await expect(takeBack(id)).rejects.toThrow("taken back already");
    const [row] = await listEntered(me, "answer");
    expect(row).toMatchObject({ id, says: "Zürich Datenwerke answered 10 of 10, 2 May 2026", why: "A typing error" });
    expect(row).toMatchObject({ enteredBy: "fin@northstar.example", takenBackBy: "fin@northstar.example" });
  });

  it("counts as cost, as uptime and as target, of a partner or of the program", async () => {
    const { sql } = database;
    await sql`insert into integrations (partner_id, name, live_on) values (${partner}, 'Sync', '2026-01-01')`;
    await enter({ what: "cost", kind: "support", amount: "1,200.50", currency: "eur", on: "2026-05-01" });
    await enter({
      what: "cost",
      kind: "mdf",
      amount: "99.5",
      currency: "EUR",
      on: "2026-05-01",
      partner: "Zürich Datenwerke",
    });
    const cost = { component: "channel_cost", span, where: {} } as const;
    expect((await listFacts(me, cost)).sum).toBe("13000000");
    expect((await listFacts(me, { ...cost, partnerId: partner })).sum).toBe("995000");
    const day = { what: "uptime", partner: "Zürich Datenwerke", minutesObserved: "1440", on: "2026-05-01" };
    await enter({ ...day, minutesUp: "720" });
    expect(await figure("integration_uptime")).toBe(0.5);
    await enter({ what: "target", kind: "target", metric: "win_rate", period: "2026-Q2", value: "45 %" });
    await enter({ what: "target", kind: "target", metric: "sourced_revenue", period: "2026-Q2", value: "50000" });
    const [rate] =
      await sql`select value::text, from_on::text, to_on::text, currency from targets where metric = 'win_rate'`;
    expect(rate).toEqual({ value: "0.450000", from_on: span.from, to_on: span.to, currency: null });
    const [card] = await readFigures(me, ["sourced_revenue"], { key: "", label: "", ...span }, now);
    expect(card?.target?.text).toContain("50,000");
  });

  it.each([
    [
      "of a partner that nobody has",
      { what: "answer", kind: "csat", score: "5", on: "2026-05-01", partner: "Zurich" },
      "partner",
    ],
    ["of a day to come", { what: "cost", kind: "mdf", amount: "5", currency: "EUR", on: "2026-05-21" }, "on"],
    [
      "in a currency without any rate",
      { what: "cost", kind: "mdf", amount: "5", currency: "XXX", on: "2026-05-01" },
      "currency",
    ],
    [
      "of a day that is known already",
      { what: "uptime", partner: "Zürich Datenwerke", minutesUp: "1", minutesObserved: "1", on: "2026-05-01" },
      "on",
    ],
    [
      "of an integration that it has not",
      {
        what: "uptime",
        partner: "Zürich Datenwerke",
        integration: "Other",
        minutesUp: "1",
        minutesObserved: "1",
        on: "2026-05-03",
      },
      "integration",
    ],
    [
      "as a second target of the same period",
      { what: "target", kind: "target", metric: "win_rate", period: "2026-Q2", value: "1" },
      "period",
    ],
    [
      "for a period that is none",
      { what: "target", kind: "target", metric: "win_rate", period: "spring", value: "1" },
      "period",
    ],
  ])("is refused %s, and nothing is kept", async (_, input, field) => {
    const count = () => database.sql`select count(*)::int as n from entered_facts`;
    const before = await count();
    await expect(enter(input)).rejects.toMatchObject({ field });
    await expect(enter(input)).rejects.toThrow(Refused);
    expect(await count()).toEqual(before);
  });

  it("is entered once however often its form is sent", async () => {
    const entry = given({ what: "cost", kind: "operations", amount: "7", currency: "EUR", on: "2026-05-01" });
    const send = () => withViewer(me, (tx) => enterFact(tx, entry, today));
    await send();
    await expect(send()).rejects.toThrow("entered already");
    const [row] = await database.sql`select count(*)::int as n from channel_costs where kind = 'operations'`;
    expect(row?.n).toBe(1);
  });

  it("is for staff to see and to enter: partner people reach neither the list nor its table", async () => {
    const pat = {
      ...me,
      kind: "partner",
      role: "partner_admin",
      partnerId: partner,
      partnerName: "Z",
    } as unknown as Viewer;
    await expect(listEntered(pat, "cost")).rejects.toThrow(NotFound);
    const entry = given({ what: "cost", kind: "mdf", amount: "1", currency: "EUR", on: "2026-05-01" });
    await expect(withViewer(pat, (tx) => enterFact(tx, entry, today))).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });

  it("keeps what was entered and where it is from as it was written", async () => {
    const change = withViewer(me, (tx) => tx.execute("update entered_facts set source = 'Another'"));
    await expect(change).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { setNextStep } from "@/db/deals/move";
import { addNote } from "@/db/deals/notes";
import { accrueIncentives } from "@/db/incentives/accrue";
import { ask } from "@/db/metrics/queries";
import { readSegments } from "@/db/segments/read";
import { testDatabase } from "@/db/testing/database";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makePerson } from "@/db/testing/people";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type MovementKey, movementKeys } from "@/lib/home/movement";
import { readMetricFilter } from "@/lib/metrics/filter";
import { parseAmountE4 } from "@/lib/money";
import { addDays, namedPeriod } from "@/lib/period";
import { segmentAddress } from "@/lib/segments/address";
import { readExecutive } from "./executive";
import { listMorningCalls, listMorningDeals, listMorningGaps, readMorning } from "./morning";
import { readPartnerDay } from "./partner";

const database = testDatabase();
const now = new Date();
const today = now.toISOString().slice(0, 10);
const ago = (days: number) => addDays(today, -days);
const since = ago(3);
const mine = "00000000-0000-4000-8000-000000000001";
const other = "00000000-0000-4000-8000-000000000002";
const late = "00000000-0000-4000-8000-000000000021";
let me: StaffViewer;

type Step = [daysAgo: number, stage: string, units: number];
/** Deals by name: whose, what happened to them, and what is said of them. */
const deals: Record<string, { of: string; steps: Step[]; nextStepOn?: string }> = {
  "opened today": { of: mine, steps: [[0, "prospecting", 10]] },
  "opened and grown": {
    of: mine,
    steps: [
      [2, "prospecting", 20],
      [1, "qualified", 35],
    ],
  },
  forward: {
    of: mine,
    steps: [
      [40, "prospecting", 5],
      [1, "qualified", 7],
    ],
  },
  "forward and back": {
    of: mine,
    steps: [
      [40, "qualified", 5],
      [2, "proposal", 5],
      [1, "qualified", 5],
    ],
  },
  back: {
    of: mine,
    steps: [
      [40, "proposal", 11],
      [3, "qualified", 11],
    ],
  },
  "opened again": {
    of: mine,
    steps: [
      [60, "qualified", 3],
      [50, "lost", 3],
      [1, "qualified", 3],
    ],
  },
  won: {
    of: mine,
    steps: [
      [40, "qualified", 100],
      [3, "won", 120],
    ],
  },
  "won before": {
    of: mine,
    steps: [
      [40, "qualified", 100],
      [4, "won", 100],
    ],
  },
  lost: {
    of: mine,
    steps: [
      [40, "qualified", 13],
      [0, "lost", 13],
    ],
  },
  stalled: { of: mine, steps: [[60, "qualified", 1000]] },
  "not yet stalled": { of: mine, steps: [[21, "qualified", 999]] },
  planned: { of: mine, steps: [[60, "qualified", 998]], nextStepOn: addDays(today, 2) },
  "planned and let pass": { of: mine, steps: [[60, "qualified", 500]], nextStepOn: ago(5) },
  "of another": { of: other, steps: [[70, "qualified", 40]] },
  "won by another": {
    of: other,
    steps: [
      [40, "qualified", 60],
      [1, "won", 60],
    ],
  },
};

beforeAll(async () => {
  const { sql } = database;
  const personId = await makePerson(sql, { role: "channel_manager", email: "me@northstar.example" });
  me = {
    kind: "staff",
    role: "channel_manager",
    personId,
    sessionId: personId,
    name: "Me",
    email: "me@northstar.example",
  };
  await sql`update settings set reporting_currency = 'EUR', time_zone = 'UTC'`;
  await sql`insert into partners (id, name, type, status, tier, tier_since, region, manager_id, joined_on) values
    (${mine}, 'Mine', 'reseller', 'active', 'gold', '2020-01-01', 'EMEA', ${personId}, '2020-01-01'),
    (${other}, 'Other', 'agency', 'onboarding', 'silver', '2020-01-01', 'APAC', null, ${ago(31)})`;
  await sql`insert into targets (metric, from_on, to_on, value, currency) values ('sourced_revenue', ${ago(9)}, ${addDays(today, 1)}, 700, 'EUR')`;
  await sql`insert into visits (person_id, "on") values (${personId}, ${ago(9)}), (${personId}, ${since}), (${personId}, ${today})`;
  for (const [name, { of, steps, nextStepOn }] of Object.entries(deals)) {
    const [deal] =
      await sql`insert into deals (name, stage, currency, next_step_on) values (${name}, 'prospecting', 'EUR', ${nextStepOn ?? null}) returning id`;
    await sql`insert into deal_partners (deal_id, partner_id, role) values (${deal?.id}, ${of}, 'sourcing')`;
    for (const [days, stage, units] of steps)
      await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, ${ago(days)}, ${stage}, ${units * 10_000}, 'EUR')`;
  }
  await sql`insert into registrations (id, partner_id, status, customer_name, submitted_on, due_at) values
    (${late}, ${mine}, 'submitted', 'Late', ${ago(9)}, ${ago(1)}), (gen_random_uuid(), ${mine}, 'submitted', 'In time', ${today}, ${addDays(today, 2)}),
    (gen_random_uuid(), ${mine}, 'returned', 'Returned', ${today}, ${ago(1)}), (gen_random_uuid(), ${other}, 'submitted', 'Other', ${today}, ${ago(2)})`;
  await sql`insert into certifications (partner_id, name, issued_on, expires_on) values (${mine}, 'Edge', '2024-01-01', ${addDays(today, 10)}), (${other}, 'Edge', '2024-01-01', ${addDays(today, 90)})`;
  await sql`insert into training_assignments (partner_id, course, assigned_on, due_on, completed_on) values
    (${mine}, 'Basics', ${ago(90)}, ${ago(1)}, null), (${mine}, 'Done', ${ago(90)}, ${ago(30)}, ${ago(1)}), (${other}, 'Later', ${ago(90)}, ${today}, null)`;
});

const names = async (key: MovementKey, own = true) =>
  (await listMorningDeals(me, key, { own }, 1, now)).rows.map(({ name }) => name).sort();

describe("the executive page (req:W2)", () => {
  const span = { from: ago(9), to: addDays(today, 1) };
  const read = () => readExecutive(me, readMetricFilter(span), now);
  const sum = (lines: readonly { now: string }[]) => lines.reduce((all, line) => all + Number(line.now), 0);

  it("cuts one figure by region, type and cohort: each adds up to what the metric says, and leads to it", async () => {
    const [view, { total, groups }] = [await read(), await ask(me, { metric: "sourced_revenue", span, by: "region" })];
    const won = Number(total.value);
    expect(won).toBeGreaterThan(0);
    expect([Number(view.plan.won), sum(view.regions), sum(view.types), sum(view.cohorts)]).toEqual([
      won,
      won,
      won,
      won,
    ]);
    expect(view.regions.map(({ label, now: value }) => [label, value]).sort()).toEqual(
      groups.map(({ label, value }) => [label, value]).sort(),
    );
    for (const { href, now: value } of [...view.regions, ...view.cohorts]) {
      const filter = readMetricFilter(Object.fromEntries(new URL(href, "http://x").searchParams));
      const explained = await ask(me, {
        metric: "sourced_revenue",
        span: { from: filter.from, to: filter.to },
        where: filter.where,
      });
      expect(explained.total.value).toBe(value);
    }
  });

  it("sets the forecast against the plan of the same days, and knows of no other plan", async () => {
    const { plan } = await read();
    expect([Number(plan.target), plan.passed, Number(plan.forecast)]).toEqual([700, 1, Number(plan.won)]);
    const other = await readExecutive(me, readMetricFilter({ from: ago(8), to: span.to }), now);
    expect(other.plan.target).toBeNull();
  });
});

describe("the segments (req:S9)", () => {
  it("draw each partner by what the metrics say of it, keep to the filter, and are for staff", async () => {
    const { view, span } = await readSegments(me, segmentAddress.parse({}), now);
    const [won, opened] = [
      await ask(me, { metric: "sourced_revenue", span, by: "partner" }),
      await ask(me, { metric: "new_pipeline", span, by: "partner" }),
    ];
    expect(view.partners).toBe(2);
    for (const row of view.rows) {
      expect(row.valueE4).toBe(
        parseAmountE4(won.groups.find(({ group }) => group === row.id)?.value ?? "0").toString(),
      );
      expect(row.activity).toBe(opened.groups.find(({ group }) => group === row.id)?.facts ?? 0);
    }
    const score = await ask(me, {
      metric: "engagement_score",
      span: { from: ago(90), to: addDays(today, 1) },
      by: "partner",
    });
    for (const { id, engagement } of view.rows) {
      expect((engagement?.score ?? 0) / 100).toBe(Number(score.groups.find(({ group }) => group === id)?.value));
      expect(engagement?.parts.reduce((sum, part) => sum + part, 0)).toBe(engagement?.score);
    }
    expect(view.rows.some(({ engagement }) => (engagement?.score ?? 0) > 0)).toBe(true);
    const gold = await readSegments(me, segmentAddress.parse({ tier: "gold" }), now);
    expect(gold.view.rows).toEqual(view.rows.filter(({ name }) => name === "Mine"));
    const none = await readSegments(me, segmentAddress.parse({ tier: "gold", deals: "none" }), now);
    expect(none.view).toMatchObject({ partners: 0, rows: [] });
  });
});

describe("a partner's day (req:W3)", () => {
  const partner = (partnerId: string): Viewer => ({
    ...{ kind: "partner", role: "partner_admin", partnerId, partnerName: "P", name: "Pat" },
    ...{ personId: partnerId, sessionId: partnerId, email: "pat@p.example" },
  });

  it("holds what waits for this company alone: what came back, what is past its day, courses; and what we owe it", async () => {
    await database.sql`update deals set expected_close_on = ${ago(1)} where name in ('stalled', 'of another')`;
    await database.sql`update deal_versions v set expected_close_on = ${ago(1)} from deals d where d.id = v.deal_id and d.name in ('stalled', 'of another')`;
    const [own, theirs] = [
      await readPartnerDay(partner(mine), readMetricFilter({}), now),
      await readPartnerDay(partner(other), readMetricFilter({}), now),
    ];
    const titles = (day: typeof own) => day.items.map(({ kind, title }) => `${kind} ${title}`).sort();
    expect(titles(own)).toEqual(["overdue stalled", "returned Returned", "training Basics"]);
    expect(titles(theirs)).toEqual(["overdue of another", "training Later"]);
    expect([own.deciding.count, theirs.deciding.count]).toEqual([2, 1]);
    await expect(readPartnerDay(me, readMetricFilter({}), now)).rejects.toThrow(NotFound);
  });

  it("begins with what it earned and is owed, which people who may not see incentives are not told", async () => {
    const { sql } = database;
    expect((await readPartnerDay(partner(mine), readMetricFilter({}), now)).earned).toBeNull();
    await makePlan(sql, await makeTwo(sql), { holdDays: 90 });
    await sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on)
      values (${mine}, 'new', 20000000, 'EUR', ${today}), (${other}, 'new', 90000000, 'EUR', ${today})`;
    await accrueIncentives();
    const { earned } = await readPartnerDay(partner(mine), readMetricFilter({}), now);
    expect(earned).toMatchObject({ currency: "EUR", earned: 10_000n, payable: 0n, paid: 0n, others: 0 });
    expect(earned).toMatchObject({ last: { minor: 10_000n }, held: { count: 1 } });
    const member = { ...partner(mine), role: "partner_member" } as Viewer;
    expect((await readPartnerDay(member, readMetricFilter({}), now)).earned).toBeNull();
  });

  it("says where partners of its own type and tier stand in the period that it looks at", async () => {
    const { from, to } = namedPeriod("this_quarter", today);
    const row = (type: string, tier: string) =>
      database.sql`insert into metric_cohorts (metric, from_on, to_on, type, tier, partners, q1, median, q3)
        values ('sourced_revenue', ${from}, ${to}, ${type}, ${tier}, 5, 10, 20, 30)`;
    await row("reseller", "gold");
    await row("isv", "gold");
    const cohorts = async (of: string, period: string) =>
      (await readPartnerDay(partner(of), readMetricFilter({ period }), now)).cohorts;
    expect(await cohorts(mine, "this_quarter")).toMatchObject([
      { metric: "sourced_revenue", type: "reseller", tier: "gold", partners: 5, q1: "10", median: "20", q3: "30" },
    ]);
    expect(await cohorts(mine, "last_quarter")).toEqual([]);
    expect(await cohorts(other, "this_quarter")).toEqual([]);
  });
});

describe("a channel manager's morning (req:W1)", () => {
  it("says what moved since the day of the last visit before today, deal by deal", async () => {
    const morning = await readMorning(me, { own: true }, now);
    expect(morning).toMatchObject({ since, lastVisitOn: since, today });
    expect(await names("opened")).toEqual(["opened and grown", "opened today"]);
    expect(await names("forward")).toEqual(["forward"]);
    expect(await names("back")).toEqual(["back", "opened again"]);
    expect(await names("won")).toEqual(["won"]);
    expect(await names("won", false)).toEqual(["won", "won by another"]);
    expect(await names("lost")).toEqual(["lost"]);
  });

  it("calls a deal stalled after 21 days without a move, a note or a next step to come", async () => {
    expect(await names("stalled")).toEqual(["planned and let pass", "stalled"]);
    expect(await names("stalled", false)).toEqual(["of another", "planned and let pass", "stalled"]);
    const idOf = async (name: string) =>
      (await database.sql`select id from deals where name = ${name}`)[0]?.id as string;
    const call = { dealId: await idOf("stalled"), partnerId: mine, kind: "call" as const, subject: "Called", body: "" };
    await withViewer(me, (tx) => addNote(tx, me, { ...call, on: today }, today));
    expect(await names("stalled")).toEqual(["planned and let pass"]);
    const step = { dealId: await idOf("of another"), nextStep: "Ask the buyer", nextStepOn: null };
    await withViewer(me, (tx) => setNextStep(tx, step, now));
    expect(await names("stalled", false)).toEqual(["planned and let pass"]);
    expect((await readMorning(me, { own: true }, now)).movement.stalled).toEqual({
      count: 1,
      amountE4: "5000000",
      missing: 0,
    });
  });

  it.each([true, false])("shows figures that are the sum of their rows, own book: %s", async (own) => {
    const { movement } = await readMorning(me, { own }, now);
    for (const key of movementKeys) {
      const { rows, total } = await listMorningDeals(me, key, { own }, 1, now);
      expect([key, movement[key]]).toEqual([key, total]);
      const sum = rows.reduce((all, { amountE4 }) => all + BigInt(amountE4 ?? 0), 0n);
      expect([key, rows.length, sum.toString()]).toEqual([key, total.count, total.amountE4]);
    }
  });

  it("says the same of what was opened and won as the metrics of these days", async () => {
    const span = { from: since, to: addDays(today, 1) };
    const { movement } = await readMorning(me, { own: false }, now);
    for (const [key, metric] of [
      ["won", "sourced_revenue"],
      ["opened", "new_pipeline"],
    ] as const) {
      const { total } = await ask(me, { metric, span });
      expect(movement[key]).toMatchObject({
        count: total.facts,
        amountE4: parseAmountE4(total.value ?? "").toString(),
      });
    }
  });

  it("puts what is to be decided in the order in which it is due, and says what is late", async () => {
    const own = await readMorning(me, { own: true }, now);
    expect(own.waiting.map(({ customer }) => customer)).toEqual(["Late", "In time"]);
    expect([own.waitingCount, own.late]).toEqual([2, 1]);
    const whole = await readMorning(me, { own: false }, now);
    expect(whole.waiting.map(({ customer }) => customer)).toEqual(["Other", "Late", "In time"]);
  });

  it("names who lacks a certification, whose ends soon, who is late with training, who is stuck in onboarding, and with whom a review is to be held", async () => {
    const gap = async (key: Parameters<typeof listMorningGaps>[1]) => {
      const { rows, partners } = await listMorningGaps(me, key, { own: false }, 1, now);
      expect(partners).toBe(rows.length);
      return rows.map(({ name }) => name);
    };
    expect([await gap("uncertified"), await gap("expiring"), await gap("training")]).toEqual([[], ["Mine"], ["Mine"]]);
    expect(await gap("onboarding")).toEqual([]);
    await database.sql`delete from registrations where partner_id = ${other}`;
    await database.sql`delete from deal_partners where partner_id = ${other}`;
    expect(await gap("onboarding")).toEqual(["Other"]);
    await database.sql`delete from certifications`;
    expect(await gap("uncertified")).toEqual(["Mine"]);
    const person = database.sql`(select id from people where kind = 'staff' limit 1)`;
    await database.sql`insert into scorecards (partner_id, template, goal, cadence, owner_id, next_review_on)
      values (${mine}, 'referral', 'More', 'monthly', ${person}, ${addDays(today, 1)})`;
    expect(await gap("reviews")).toEqual([]);
    await database.sql`update scorecards set next_review_on = ${today}`;
    expect(await gap("reviews")).toEqual(["Mine"]);
    await database.sql`update scorecards set next_review_on = ${addDays(today, 9)}`;
    expect(await gap("reviews")).toEqual([]);
    await database.sql`insert into scorecard_reviews (scorecard_id, partner_id, number, due_on, held_on, from_on, to_on, status, says, started_by_id)
      select id, partner_id, 1, ${today}, ${today}, ${today}, ${addDays(today, 1)}, 'on_track', 'Well', owner_id from scorecards`;
    expect(await gap("reviews")).toEqual(["Mine"]);
  });

  it("says whom to call with the reason, from what the metrics and the history hold", async () => {
    const { calls } = await listMorningCalls(me, { own: true }, now);
    expect(calls.map(({ name }) => name)).toEqual(["Mine"]);
    expect(calls[0]?.reasons.map(({ rule }) => rule)).toContain("stalled");
  });
});

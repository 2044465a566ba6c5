import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withViewer } from "@/db/client";
import { answer } from "@/db/metrics/queries";
import { cast, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { metricKeys } from "@/lib/metrics/registry";
import { parseAmountE4 } from "@/lib/money";
import { namedPeriod } from "@/lib/period";
import { sellingDrivers } from "@/lib/scorecards/decomposition";
import { textOf } from "@/lib/scorecards/figures";
import { addForm, closeForm, itemForm } from "@/lib/scorecards/form";
import { layerKeys, layers } from "@/lib/scorecards/layers";
import { activityForm, goalForm, planForm } from "@/lib/scorecards/plan-form";
import { storedOf, typedOf } from "@/lib/scorecards/propose";
import { keepReviews } from "./clock";
import { addMetric, createScorecard, enterValue, removeMetric } from "./commands";
import { countScorecard } from "./figures";
import { readScorecard } from "./page";
import { addActivity, addGoal, createPlan, markActivity, movePlan } from "./plan-commands";
import { readPlan } from "./plan-page";
import { listScorecardMetrics } from "./queries";
import { addItem, closeReview, endItem, startReview } from "./review-commands";
import { readReview } from "./review-page";

const database = testDatabase();
const staff = staffViewer as StaffViewer;
const by = { personId: staff.personId };
const now = new Date(`${today}T12:00:00Z`);
const person = viewerA.personId;
const asStaff = <T>(work: (tx: Tx) => Promise<T>) => withViewer(staff, work);
const base = { partnerId: cast.a, ownerId: staff.personId };

/** Each test begins without the scorecard that the canaries bring, and with one of its own. */
beforeAll(async () => {
  await plantCanaries(database.sql);
  await database.sql`delete from scorecards`;
  await database.sql`delete from joint_plans`;
  await asStaff((tx) => createScorecard(tx, by, { ...base, template: "referral", goal: "Sell more together" }, today));
});

const held = () => listScorecardMetrics(staff, cast.a);
const add = (more: Record<string, string>) =>
  asStaff((tx) =>
    addMetric(tx, addForm.parse({ ...base, layer: "outcome", cadence: "monthly", shared: "on", ...more }), today),
  );
const start = () => asStaff((tx) => startReview(tx, staff, cast.a, { today, now }));
const note = (reviewId: string, more: Record<string, string>) =>
  asStaff((tx) =>
    addItem(tx, by, itemForm.parse({ reviewId, kind: "decision", text: "Meet every week", shared: "on", ...more })),
  );
const decide = { ownerId: staff.personId, dueOn: "2026-06-30" };
const close = (reviewId: string, more: Record<string, string> = {}) =>
  asStaff((tx) => closeReview(tx, by, closeForm.parse({ reviewId, ...more })));

describe("a scorecard", () => {
  it("starts with the metrics of its template, each with an owner, what it was, and a first target", async () => {
    const metrics = await held();
    expect(metrics.map(({ layer }) => layer)).toEqual([
      "outcome",
      "outcome",
      ...Array(4).fill("driver"),
      ...Array(3).fill("health"),
      "operation",
      "operation",
    ]);
    expect(metrics.every(({ ownerId }) => ownerId === staff.personId)).toBe(true);
    const twice = asStaff((tx) => createScorecard(tx, by, { ...base, template: "platform", goal: "Again" }, today));
    await expect(twice).rejects.toThrow(/has a scorecard already/);
  });

  it("takes four outcomes and refuses a fifth with the reason, in the form and in the database", async () => {
    await add({ metric: "new_pipeline" });
    await add({ metric: "influenced_revenue" });
    await expect(add({ metric: "renewal_revenue" })).rejects.toThrow(/at most four outcomes/);
    const [scorecard] = await database.sql`select id from scorecards`;
    const fifth = {
      scorecard_id: scorecard?.id,
      partner_id: cast.a,
      layer: "outcome",
      position: 9,
      metric: "renewal_revenue",
      owner_id: staff.personId,
      cadence: "monthly",
    };
    await expect(database.sql`insert into scorecard_metrics ${database.sql(fifth)}`).rejects.toThrow(
      /at most 4 metrics/,
    );
    // Of two people who add the fourth at once, one has it.
    const [fourth] =
      await database.sql`delete from scorecard_metrics where metric = 'influenced_revenue' returning position`;
    const put = (sql: typeof database.sql, metric: string, position: number) =>
      sql`insert into scorecard_metrics ${sql({ ...fifth, metric, position })}`;
    const second = await database.sql.begin(async (tx) => {
      await put(tx as unknown as typeof database.sql, "influenced_revenue", fourth?.position);
      const other = put(database.sql, "renewal_revenue", 9).then(
        () => "stands",
        (error: Error) => error.message,
      );
      await Promise.race([other, new Promise((done) => setTimeout(done, 300))]);
      return { other };
    });
    expect(await second.other).toMatch(/at most 4 metrics/);
  });

  it("never falls under two outcomes, in the form and in the database, which has the limits of the form", async () => {
    const outcomes = (await held()).filter(({ layer }) => layer === "outcome");
    const take = (id = "") => asStaff((tx) => removeMetric(tx, cast.a, id));
    await take(outcomes[3]?.id);
    await take(outcomes[2]?.id);
    await expect(take(outcomes[1]?.id)).rejects.toThrow(/at least two outcomes/);
    const gone = database.sql`update scorecard_metrics set removed_at = now() where id = ${outcomes[1]?.id as string}`;
    await expect(gone).rejects.toThrow(/at least 2 metrics/);
    const limits =
      await database.sql`select l, scorecard_limit(l, true) as most, scorecard_limit(l, false) as least from unnest(${[...layerKeys]}::text[]) l`;
    expect([...limits]).toEqual(layerKeys.map((l) => ({ l, most: layers[l].most, least: layers[l].least })));
  });

  it("shares no metric that partners do not see, and none of staff's as an outcome", async () => {
    await expect(add({ metric: "channel_roi" })).rejects.toThrow(/partners do not see this metric/);
    await add({ metric: "channel_roi", layer: "health" });
    expect((await held()).find(({ metric }) => metric === "channel_roi")?.shared).toBe(false);
  });

  it("takes values of what nothing computes, with day and source, and of nothing else", async () => {
    const metrics = await held();
    const enter = (metricId = "", more = {}) =>
      asStaff((tx) =>
        enterValue(
          tx,
          by,
          { partnerId: cast.a, metricId, on: today, value: 850_000n, source: "Survey", ...more },
          today,
        ),
      );
    const score = metrics.find(({ name }) => name === "Partner satisfaction")?.id;
    await enter(score);
    await enter(score, { value: 900_000n });
    await expect(enter(score, { value: 1_010_000n })).rejects.toThrow(/between 0 and 100/);
    await expect(enter(score, { on: "2999-01-01" })).rejects.toThrow(/not come yet/);
    await expect(enter(metrics[0]?.id)).rejects.toThrow(/computed from the data/);
    const page = await readScorecard(staff, cast.a, "", now);
    expect(page.view?.lines.find(({ id }) => id === score)).toMatchObject({
      value: "90 of 100",
      status: "on_track",
      source: "Survey, 20 May 2026",
    });
  });

  it("says what every other page says of a figure, and its drivers add up to the change", async () => {
    const { view, period } = await readScorecard(staff, cast.a, "this_quarter", now);
    expect(period).toMatchObject(namedPeriod("this_quarter", today));
    for (const line of view?.lines.filter(({ metric }) => metric) ?? []) {
      const asked = await asStaff((tx) =>
        answer(tx, staff, { metric: line.metric as "won_deals", span: period, partnerId: cast.a }),
      );
      expect(line.exact, line.label).toBe(asked.total.value);
    }
    const parts = view?.answers.change.parts ?? [];
    expect(parts.map(({ driver }) => driver).sort()).toEqual([...sellingDrivers].sort());
    expect(String(parts.reduce((sum, { e4 }) => sum + BigInt(e4), 0n))).toBe(view?.answers.change.e4);
  });
});

it("can hold every metric of the dictionary, each with a text for its value", async () => {
  const asked = { period: namedPeriod("this_quarter", today), today, now };
  const { figures } = await countScorecard(staff, cast.a, metricKeys, asked);
  expect(Object.keys(figures).sort()).toEqual([...metricKeys].sort());
  for (const key of metricKeys) {
    const measured = { metric: key, unit: null };
    expect(textOf(measured, figures[key]?.value ?? "1.5", "EUR"), key).toMatch(/\d/);
    expect(storedOf(measured, parseAmountE4(typedOf(measured, "0.25"))), key).toMatch(/^0\.25/);
  }
});

describe("a review", () => {
  let first = "";

  it("freezes its figures: what changes later does not change them, nor does anybody", async () => {
    first = (await start()).id;
    const frozen = (await readReview(staff, first, now)).figures;
    expect(frozen.length).toBe((await held()).length);
    await database.sql`update deal_versions set amount_e4 = amount_e4 * 2 where deal_id in (select deal_id from deal_partners where partner_id = ${cast.a})`;
    expect((await readReview(staff, first, now)).figures).toEqual(frozen);
    await expect(database.sql`update review_figures set value = '1'`).rejects.toThrow(/stay as they were/);
    await expect(start()).rejects.toThrow(/open already/);
  });

  it("asks of a decision who and when, and of a review without one why", async () => {
    expect(
      itemForm.safeParse({ reviewId: first, kind: "decision", text: "x" }).error?.issues.map(({ path }) => path[0]),
    ).toEqual(["ownerId", "dueOn"]);
    await expect(close(first)).rejects.toThrow(/say why there is none/);
    const silently = database.sql`update scorecard_reviews set state = 'closed', closed_at = now() where id = ${first}`;
    await expect(silently).rejects.toThrow(/says why/);
    await note(first, decide);
    await note(first, { ...decide, text: "CANARY-STAFF-alone", shared: "" });
    const winRate = (await held()).find(({ metric }) => metric === "win_rate")?.id as string;
    await note(first, {
      ...decide,
      kind: "experiment",
      text: "If we call first, more are won",
      metricId: winRate,
      expected: "55",
      internalNote: "CANARY-STAFF-note",
    });
  });

  it("reaches the partner once it is closed, without what staff keep for themselves", async () => {
    await expect(readReview(viewerA, first, now)).rejects.toThrow(NotFound);
    await close(first, { summary: "We agreed", internalNote: "CANARY-STAFF-closing" });
    const seen = await readReview(viewerA, first, now);
    expect(seen.items.map(({ text }) => text)).toEqual(["Meet every week", "If we call first, more are won"]);
    expect(seen.figures.some(({ label }) => label === "Channel ROI")).toBe(false);
    expect(JSON.stringify(seen)).not.toContain("CANARY-STAFF");
    expect((await readScorecard(viewerA, cast.a, "", now)).scorecard?.nextReviewOn).toBe("2026-06-22");
    await expect(note(first, decide)).rejects.toThrow(/is closed/);
    await expect(database.sql`update scorecard_reviews set says = 'x' where id = ${first}`).rejects.toThrow(
      /stays as it is/,
    );
  });

  it("takes over what is open, beside what its metric says now, and proposes what changed", async () => {
    const { id } = await start();
    const { items } = await readReview(staff, id, now);
    expect(
      items
        .filter(({ reviewId }) => reviewId === first)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(["decision", "decision", "experiment"]);
    expect(items.find(({ kind }) => kind === "experiment")).toMatchObject({ expected: "0.550000" });
    expect(items.filter(({ kind }) => kind === "change").map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/won|lost/), expect.stringMatching(/was restated/)]),
    );
    const done = items.find(({ text }) => text === "Meet every week")?.id as string;
    const end = () =>
      asStaff((tx) => endItem(tx, by, { itemId: done, partnerId: cast.a, state: "done", outcome: "Four meetings" }));
    await end();
    await expect(end()).rejects.toThrow(Refused);
    await close(id, { noDecisionReason: "Their lead is away" });
    const third = await start();
    expect((await readReview(staff, third.id, now)).items.some((item) => item.id === done)).toBe(false);
    expect((await readReview(viewerA, id, now)).review.noDecisionReason).toBe("Their lead is away");
  });
});

describe("a joint plan", () => {
  const latest = () => readPlan(staff, cast.a, now);
  const mark = (activityId: string, done = true) =>
    withViewer(viewerA, (tx) => markActivity(tx, viewerA, { activityId, done }));

  it("lasts 18 to 36 months with a target for each quarter, and is staff's until both sides agree", async () => {
    const input = {
      partnerId: cast.a,
      name: "Together",
      fromOn: "2026-02-10",
      months: "18",
      internalNote: "CANARY-STAFF-plan",
    };
    expect(planForm.safeParse({ ...input, months: "12" }).success).toBe(false);
    await asStaff((tx) => createPlan(tx, by, planForm.parse(input)));
    const planId = (await latest()).plan?.id as string;
    const agree = () => asStaff((tx) => movePlan(tx, { planId, move: "agree" }));
    await expect(agree()).rejects.toThrow(/needs a goal and an activity/);
    const owners = { staffOwnerId: staff.personId, partnerOwnerId: person };
    const goal = goalForm.parse({
      planId,
      title: "Grow",
      metric: "sourced_revenue",
      ...owners,
      first: "100",
      last: "200",
    });
    await asStaff((tx) => addGoal(tx, goal));
    for (const ownerId of [staff.personId, person])
      await asStaff((tx) =>
        addActivity(tx, activityForm.parse({ planId, title: "Train", ownerId, dueOn: "2026-06-01" })),
      );
    expect((await readPlan(viewerA, cast.a, now)).plan).toBeNull();
    await agree();
    await expect(agree()).rejects.toThrow(/changed meanwhile/);
    const { goals } = await latest();
    expect(goals[0]?.quarters.map(({ typed }) => typed)).toEqual(["100", "120", "140", "160", "180", "200"]);
    const asked = await asStaff((tx) =>
      answer(tx, staff, { metric: "sourced_revenue", span: namedPeriod("this_quarter", today), partnerId: cast.a }),
    );
    expect(goals[0]?.quarters[1]).toMatchObject({ label: "2026-Q2", current: true });
    expect(Number(asked.total.value)).toBeGreaterThan(0);
    expect(goals[0]?.quarters[1]?.value).not.toBeNull();
  });

  it("is the partner's too: its people mark their own activities, and nothing else of it", async () => {
    const { activities, plan } = await readPlan(viewerA, cast.a, now);
    expect(JSON.stringify(plan)).not.toContain("CANARY-STAFF");
    const [own, ours] = ["partner", "program"].map((side) => activities.find((one) => one.side === side)?.id as string);
    await mark(own as string);
    await expect(mark(own as string)).rejects.toThrow(Refused);
    await expect(mark(ours as string)).rejects.toThrow(NotFound);
    const [row] = await database.sql`select done_by_id as by from plan_activities where id = ${own as string}`;
    expect(row?.by).toBe(person);
    const sneaky = withViewer(viewerA, (tx) =>
      tx.execute(`update plan_activities set done_at = now() where id = '${ours}' returning id`),
    );
    expect([...(await sneaky)]).toEqual([]);
    await expect(
      withViewer(viewerA, (tx) => tx.execute("update plan_activities set due_on = '2030-01-01'")),
    ).rejects.toThrow();
    await expect(withViewer(viewerA, (tx) => tx.execute("select internal_note from joint_plans"))).rejects.toThrow();
  });
});

describe("a review that is due", () => {
  const due = (days: number) =>
    database.sql`update scorecards set next_review_on = program_day(now()) - ${days}::int where partner_id = ${cast.a}`;
  const reviews = () =>
    database.sql`select r.number, r.state, r.due_on, r.started_by_id from scorecard_reviews r where r.partner_id = ${cast.a} and r.state = 'open'`;

  it("starts by itself on its day, once, frozen, and its owner is told; one of next week or long missed does not (req:C3)", async () => {
    for (const {
      id,
    } of await database.sql`select id from scorecard_reviews where partner_id = ${cast.a} and state = 'open'`)
      await close(id, { noDecisionReason: "Another day" });
    for (const days of [-1, 8]) {
      await due(days);
      expect([days, await keepReviews()]).toEqual([days, 0]);
    }
    await due(0);
    const letters = () => database.sql`select recipient from mail_outbox`;
    const before = (await letters()).length;
    const started = await Promise.all([keepReviews(), keepReviews()]);
    expect(started.reduce((a, b) => a + b)).toBe(1);
    expect(await keepReviews()).toBe(0);
    const [open, ...others] = await reviews();
    expect([open?.started_by_id, others]).toEqual([staff.personId, []]);
    expect((await letters()).length).toBe(before + 1);
    const [said] =
      await database.sql`select actor, actor_id from audit_entries where action = 'review.started' order by id desc limit 1`;
    expect(said).toEqual({ actor: "Reviews", actor_id: null });
  });
});

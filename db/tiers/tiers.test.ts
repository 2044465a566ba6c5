import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Tx, withViewer, withWorker } from "@/db/client";
import { unseal } from "@/db/mail/seal";
import { drainDirty } from "@/db/metrics/rollup";
import { testDatabase } from "@/db/testing/database";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { addDays } from "@/lib/period";
import { simulatorAsk } from "@/lib/tiers/filter";
import { simulate, tierView } from "@/lib/tiers/view";
import { keepTiers } from "./clock";
import { answerAppeal, appealMove, approveMove, approveSeveral, declineMove, enterValue } from "./commands";
import { checkEvaluation, evaluatePartners } from "./evaluate";
import { readTierPage } from "./page";
import { getReview, listPartnerMoves, listReviews } from "./queries";
import { tellOfTiers } from "./tell";

const database = testDatabase();
const id = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
const staff = (n: number, name: string): StaffViewer => ({
  kind: "staff",
  role: "program_owner",
  personId: id(n),
  sessionId: id(n + 50),
  name,
  email: `s${n}@n.example`,
});
const [mara, ada] = [staff(901, "Mara"), staff(902, "Ada")];
const person = ({ personId, name }: StaffViewer) => ({ personId, name });
const partnerOf = (n: number): PartnerViewer => ({
  kind: "partner",
  role: "partner_admin",
  partnerId: id(n),
  partnerName: `Partner ${n}`,
  personId: id(800 + n),
  sessionId: id(850 + n),
  name: `P${n}`,
  email: `p${n}@p.example`,
});
const as = <T>(viewer: StaffViewer | PartnerViewer, work: (tx: Tx) => Promise<T>) => withViewer(viewer, work);
let today = "";

/** A deal that the partner sourced, won at an instant; without one open and expected on a day. */
async function deal(n: number, partner: number, amount: string, won: string | null, expected: string | null = null) {
  const db = database.sql;
  await db`insert into deals (id, name, stage, currency) values (${id(n)}, ${`Deal ${n}`}, 'prospecting', 'USD')`;
  await db`insert into deal_partners (deal_id, partner_id, role) values (${id(n)}, ${id(partner)}, 'sourcing')`;
  const e4 = BigInt(Math.round(Number(amount) * 10_000));
  await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on)
    values (${id(n)}, ${won ?? "2013-01-01"}, ${won ? "won" : "prospecting"}, ${String(e4)}, 'USD', ${expected})`;
}
const requirement = (atLeast: string, window = "year_to_date") => [{ criterion: "sourced_revenue", atLeast, window }];
const evaluate = (asOf: string) => as(mara, (tx) => evaluatePartners(tx, person(mara), { asOf, today }));
const tierOf = async (n: number) => (await database.sql`select tier from partners where id = ${id(n)}`)[0]?.tier;
const moveOf = async (n: number) =>
  (
    await database.sql<
      { id: string; status: string; kind: string; to_tier: string; effective_on: string | null }[]
    >`select id, status, kind, to_tier, effective_on::text from tier_moves where partner_id = ${id(n)} order by proposed_at desc, id limit 1`
  )[0];
const open = async (n: number) => (await moveOf(n))?.id as string;
const approve = (viewer: StaffViewer, moveId: string, more: { reason?: string; effectiveOn?: string } = {}) =>
  as(viewer, (tx) =>
    approveMove(
      tx,
      person(viewer),
      { moveId, reason: more.reason ?? "The figures", effectiveOn: more.effectiveOn ?? null },
      today,
    ),
  );
const appeal = (n: number, moveId: string) =>
  as(partnerOf(n), (tx) => appealMove(tx, partnerOf(n), { moveId, reason: "Two invoices are missing" }));
const answer = (viewer: StaffViewer, moveId: string, how: "uphold" | "keep") =>
  as(viewer, (tx) => answerAppeal(tx, person(viewer), { moveId, answer: how, reason: "Looked at" }, today));
const letters = async () =>
  (
    await database.sql<
      { recipient: string; sealed: string }[]
    >`select recipient, sealed from mail_outbox order by created_at`
  ).map(({ recipient, sealed }) => [recipient, unseal(sealed, recipient).subject]);

beforeAll(async () => {
  const db = database.sql;
  await db`update settings set time_zone = 'America/Los_Angeles'`;
  [{ today }] = (await db`select program_day(now())::text as today`) as unknown as [{ today: string }];
  await db`update tiers set requirements = ${db.json(requirement("0.0001"))} where key = 'silver'`;
  await db`update tiers set requirements = ${db.json(requirement("25000"))} where key = 'gold'`;
  await db`update tiers set requirements = ${db.json(requirement("250000"))} where key = 'platinum'`;
  for (const { personId, name } of [mara, ada])
    await db`insert into people (id, kind, name, email, role, access) values (${personId}, 'staff', ${name}, ${`${name}@n.example`}, 'program_owner', 'active')`;
  for (const n of [1, 2, 3, 4, 5, 6]) {
    await db`insert into partners (id, name, type, tier, tier_since) values (${id(n)}, ${`Partner ${n}`}, 'reseller', 'registered', '2012-01-01')`;
    await db`insert into people (id, kind, partner_id, name, email, role, access) values (${id(800 + n)}, 'partner', ${id(n)}, ${`P${n}`}, ${`p${n}@p.example`}, 'partner_admin', 'active')`;
  }
  // 1: exactly the limit. 2: a ten-thousandth less. 3: won in the last second of the year there, which is another year in UTC.
  await deal(101, 1, "250000", "2013-05-01T12:00:00Z");
  await deal(102, 2, "249999.9999", "2013-05-01T12:00:00Z");
  await deal(103, 3, "25000", "2014-01-01T07:59:59Z");
  // 4: a second too late. 5: a won deal of nothing. 6: the least that is more than nothing, on the first second of the year.
  await deal(104, 4, "25000", "2014-01-01T08:00:00Z");
  await deal(105, 5, "0", "2013-05-01T12:00:00Z");
  await deal(106, 6, "0.0001", "2013-01-01T08:00:00Z");
});
beforeEach(async () => {
  await database.sql`delete from tier_moves`;
  await database.sql`delete from mail_outbox`;
  await database.sql`update partners set tier = 'registered', tier_since = '2012-01-01'`;
});

describe("an evaluation", () => {
  const earned = (evaluation: string) =>
    database.sql`select partner_id, tier_then, tier_earned, amounts from tier_snapshots where evaluation_id = ${evaluation} order by partner_id`;

  it.each([["rows"], ["monthly sums"]])(
    "knows exactly the limit from less, something from nothing, and the last second of the program's year, from %s",
    async (from) => {
      if (from === "monthly sums") await drainDirty();
      const made = await evaluate("2013-12-31");
      expect((await earned(made?.id as string)).map(({ tier_earned }) => tier_earned)).toEqual([
        "platinum",
        "gold",
        "gold",
        "registered",
        "registered",
        "silver",
      ]);
      expect(made).toMatchObject({ partners: 6, promotions: 4, demotions: 0 });
      expect(made?.audit).toMatchObject({ action: "tier.evaluated", after: { partners: 6 } });
    },
  );

  it("of a later day counts the year of that day, and keeps the tiers as they were asked", async () => {
    const made = await evaluate("2014-01-01");
    expect((await earned(made?.id as string)).map(({ tier_earned }) => tier_earned)).toEqual([
      "registered",
      "registered",
      "registered",
      "gold",
      "registered",
      "registered",
    ]);
    await expect(evaluate(addDays(today, 1))).rejects.toBeInstanceOf(Refused);
  });

  it("is kept for good: the database refuses to change it, and one that was changed behind its back is found", async () => {
    const made = (await evaluate("2013-12-31"))?.id as string;
    await expect(
      as(mara, (tx) => tx.execute(sql`update tier_snapshots set tier_earned = 'platinum'`)),
    ).rejects.toThrow();
    await expect(withWorker((tx) => tx.execute(sql`delete from tier_evaluations`))).rejects.toThrow();
    await expect(database.sql`update tier_snapshots set tier_earned = 'platinum'`).rejects.toThrow(/only grows/);
    expect(await withWorker((tx) => checkEvaluation(tx, made))).toEqual({ holds: true, differing: [] });
    await database.sql`alter table tier_snapshots disable trigger only_grows`;
    await database.sql`update tier_snapshots set amounts = jsonb_set(amounts, '{sourced_revenue year_to_date}', '"250000.0000"') where partner_id = ${id(2)}`;
    await database.sql`alter table tier_snapshots enable trigger only_grows`;
    expect(await withWorker((tx) => checkEvaluation(tx, made))).toEqual({ holds: false, differing: [id(2)] });
  });

  it("replaces what was only proposed, and proposes nothing to a partner whose change is under way", async () => {
    await evaluate("2013-12-31");
    await approve(mara, await open(1), { effectiveOn: addDays(today, 5) });
    const first = await open(2);
    await evaluate("2013-12-31");
    expect((await moveOf(1))?.status).toBe("approved");
    expect(await open(2)).not.toBe(first);
    expect(await as(mara, async () => (await listReviews(mara, "proposed", 1)).rows.length)).toBe(3);
  });

  it("comes by itself when the policy says so, once for each period", async () => {
    expect(await keepTiers()).toBe(0);
    await database.sql`update settings set tier_review = 'monthly'`;
    const done = await Promise.all([keepTiers(), keepTiers()]);
    expect(done.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await keepTiers()).toBe(0);
    await database.sql`update settings set tier_review = 'none'`;
    expect(await database.sql`select 1 from tier_evaluations where scheduled`).toHaveLength(1);
    expect(
      await database.sql`select 1 from audit_entries where action = 'tier.evaluated' and actor = 'Tiers'`,
    ).toHaveLength(1);
  });
});

describe("a promotion", () => {
  beforeEach(() => evaluate("2013-12-31"));

  it("is unseen by the partner until it is approved; then it holds from its day, with its audit entry and one letter", async () => {
    expect(await listPartnerMoves(partnerOf(1), id(1))).toEqual([]);
    const { audit } = await approve(mara, await open(1));
    expect(audit).toMatchObject({ action: "tier.move_approved", partnerId: id(1) });
    expect(await tierOf(1)).toBe("platinum");
    const [entry] =
      await database.sql`select before, after, reason from audit_entries where action = 'partner.changed' and partner_id = ${id(1)} order by id desc`;
    expect(entry).toMatchObject({ before: { tier: "registered" }, after: { tier: "platinum", tierSince: today } });
    await tellOfTiers();
    await tellOfTiers();
    expect(await letters()).toEqual([["p1@p.example", "Congratulations: Partner 1 is Platinum"]]);
    expect((await listPartnerMoves(partnerOf(1), id(1))).map(({ status }) => status)).toEqual(["done"]);
    expect(await listPartnerMoves(partnerOf(2), id(1))).toEqual([]);
  });

  it("of a later day waits for it, and comes into effect once, however many workers there are", async () => {
    await approve(mara, await open(1), { effectiveOn: addDays(today, 3) });
    expect([await keepTiers(), await tierOf(1)]).toEqual([0, "registered"]);
    await database.sql`update tier_moves set effective_on = ${today} where partner_id = ${id(1)}`;
    const before = (
      await database.sql`select count(*)::int as n from audit_entries where action = 'partner.changed'`
    )[0]?.n;
    const done = await Promise.all([keepTiers(), keepTiers(), keepTiers()]);
    expect(done.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await tierOf(1)).toBe("platinum");
    expect(
      (await database.sql`select count(*)::int as n from audit_entries where action = 'partner.changed'`)[0]?.n,
    ).toBe(before + 1);
  });

  it("is approved together with others only when each is one step with every amount known", async () => {
    await expect(as(mara, (tx) => approveSeveral(tx, person(mara), [id(1)], today))).rejects.toThrow(/Tick at least/);
    const several = (ids: string[]) => as(mara, (tx) => approveSeveral(tx, person(mara), ids, today));
    await expect(several([await open(6), await open(1)])).rejects.toThrow(/Nothing was approved/);
    expect(await tierOf(6)).toBe("registered");
    await several([await open(6)]);
    expect(await tierOf(6)).toBe("silver");
  });

  it("is declined with a reason, and not again", async () => {
    const moveId = await open(1);
    const decline = (reason: string) => as(mara, (tx) => declineMove(tx, person(mara), { moveId, reason }));
    await expect(decline("")).rejects.toThrow(/Say why/);
    await decline("Contract is open");
    await expect(decline("Again")).rejects.toThrow(/changed meanwhile/);
    await expect(approve(mara, moveId)).rejects.toThrow(/changed meanwhile/);
    expect(await listPartnerMoves(partnerOf(1), id(1))).toEqual([]);
  });

  it("does nothing when the tier was changed by hand meanwhile", async () => {
    await approve(mara, await open(1), { effectiveOn: addDays(today, 3) });
    await database.sql`update partners set tier = 'silver', tier_since = ${today} where id = ${id(1)}`;
    await database.sql`update tier_moves set effective_on = ${today} where partner_id = ${id(1)}`;
    await keepTiers();
    expect([await tierOf(1), (await moveOf(1))?.status]).toEqual(["silver", "replaced"]);
  });
});

describe("a demotion", () => {
  /** Partner 4 is platinum without having earned it today; announced by Mara. */
  beforeEach(async () => {
    await database.sql`update partners set tier = 'platinum', tier_since = '2014-01-01' where id = ${id(4)}`;
    await evaluate(today);
    await expect(approve(mara, await open(4), { reason: " ".trim() })).rejects.toThrow(/Say why/);
    await approve(mara, await open(4));
  });
  const due = async () => {
    await tellOfTiers();
    await database.sql`update tier_moves set effective_on = ${today} where partner_id = ${id(4)}`;
  };

  it("is announced by one letter, keeps the tier for the days of grace and until that letter is written, and then holds", async () => {
    expect(await moveOf(4)).toMatchObject({
      status: "notice",
      to_tier: "registered",
      effective_on: addDays(today, 30),
    });
    await Promise.all([tellOfTiers(), tellOfTiers()]);
    expect(await letters()).toEqual([["p4@p.example", expect.stringContaining("Your tier changes to Registered on")]]);
    expect([await keepTiers(), await tierOf(4)]).toEqual([0, "platinum"]);
    await due();
    await database.sql`update tier_move_events set told_at = null where kind = 'announced'`;
    expect([await keepTiers(), await tierOf(4)]).toEqual([0, "platinum"]);
    await due();
    expect([await keepTiers(), await tierOf(4), (await moveOf(4))?.status]).toEqual([1, "registered", "done"]);
  });

  it("is measured once more on its day: what is met again stays, what is met in part falls less far", async () => {
    await deal(201, 4, "30000", `${today}T12:00:00Z`);
    await due();
    await keepTiers();
    expect([await tierOf(4), (await moveOf(4))?.to_tier]).toEqual(["gold", "gold"]);
    await database.sql`update partners set tier = 'gold' where id = ${id(4)}`;
    await database.sql`update deal_versions set amount_e4 = 100 where deal_id = ${id(201)}`;
    await evaluate(today);
    await approve(mara, await open(4));
    await database.sql`update deal_versions set amount_e4 = 300000000 where deal_id = ${id(201)}`;
    await due();
    await keepTiers();
    expect([await tierOf(4), (await moveOf(4))?.status]).toEqual(["gold", "cured"]);
    await tellOfTiers();
    expect((await letters()).map(([, subject]) => subject)).toContain("Your tier stays Gold");
    await database.sql`delete from deals where id = ${id(201)}`;
  });

  it("is appealed against by its partner alone, in time, in words and once; the clock stands meanwhile", async () => {
    const moveId = await open(4);
    await expect(appeal(5, moveId)).rejects.toBeInstanceOf(NotFound);
    const [direct] = await as(partnerOf(5), (tx) => tx.execute(sql`select appeal_tier(${moveId}, 'Mine too') as said`));
    expect(direct).toEqual({ said: "gone" });
    await expect(as(partnerOf(4), (tx) => tx.execute(sql`update tier_moves set status = 'upheld'`))).rejects.toThrow();
    await database.sql`update tier_moves set appeal_until = ${addDays(today, -1)}`;
    await expect(appeal(4, moveId)).rejects.toThrow(/time for an appeal is over/);
    await database.sql`update tier_moves set appeal_until = ${today}`;
    await appeal(4, moveId);
    await expect(appeal(4, moveId)).rejects.toThrow(/changed meanwhile/);
    await due();
    expect([await keepTiers(), await tierOf(4)]).toEqual([0, "platinum"]);
    await tellOfTiers();
    expect((await letters()).filter(([, subject]) => /appeals/.test(subject as string)).map(([to]) => to)).toEqual([
      "Ada@n.example",
      "Mara@n.example",
    ]);
  });

  it("keeps the tier when somebody else than its approver upholds the appeal", async () => {
    const moveId = await open(4);
    await appeal(4, moveId);
    await expect(answer(mara, moveId, "keep")).rejects.toThrow(/Somebody else/);
    await expect(
      database.sql`update tier_moves set answered_by_id = ${mara.personId} where id = ${moveId}`,
    ).rejects.toThrow(/another_answers/);
    const { audit } = await answer(ada, moveId, "uphold");
    expect(audit).toMatchObject({ action: "tier.appeal_answered", reason: "Looked at" });
    await due();
    expect([await keepTiers(), await tierOf(4), (await moveOf(4))?.status]).toEqual([0, "platinum", "upheld"]);
  });

  it("runs on when the appeal is not upheld, and cannot be appealed against again", async () => {
    const moveId = await open(4);
    await appeal(4, moveId);
    await answer(ada, moveId, "keep");
    await expect(appeal(4, moveId)).rejects.toThrow(/changed meanwhile/);
    await due();
    expect([await keepTiers(), await tierOf(4)]).toEqual([1, "registered"]);
  });

  it("is read by staff with what was measured, and by no partner", async () => {
    const moveId = await open(4);
    expect(await getReview(mara, moveId)).toMatchObject({ partner: "Partner 4", tierThen: "platinum" });
    await expect(getReview(partnerOf(4), moveId)).rejects.toBeInstanceOf(NotFound);
  });
});

describe("the page of a tier", () => {
  const now = new Date();
  it("shows what is had and missing, and the fewest open deals that get there; another partner's does not exist", async () => {
    await deal(301, 5, "20000", null, today);
    await deal(302, 5, "10000", null, today);
    await deal(303, 5, "240000", null, addDays(today, 400));
    const page = await readTierPage(partnerOf(5), id(5), { by: today }, now);
    const view = tierView({ ...page, partner: { ...page.partner, tierKey: "silver" } });
    expect(view.reach).toMatchObject([{ state: "pending", missing: "USD 25,000.00", has: "USD 0.00" }]);
    const simulation = simulate(page, simulatorAsk.parse({ tier: "gold", by: today }));
    expect([...simulation.chosen].sort()).toEqual([id(301), id(302)]);
    expect([simulation.reached, simulation.result?.key]).toEqual([true, "gold"]);
    const ticked = simulate(
      page,
      simulatorAsk.parse({ tier: "gold", do: "ticked", deal: id(302), "plus.sourced_revenue": "14999.9999" }),
    );
    expect([ticked.reached, ticked.result?.key]).toEqual([false, "silver"]);
    await expect(readTierPage(partnerOf(5), id(4), { by: "" }, now)).rejects.toBeInstanceOf(NotFound);
  });

  it("counts what customers said as a mean that is cut off, never rounded up, over the requirement's own time", async () => {
    for (const [score, on] of [
      [5, "2013-03-01"],
      [4, "2013-12-31"],
      [5, "2014-01-01"],
      [5, "2014-01-02"],
    ] as const)
      await database.sql`insert into satisfaction_answers (partner_id, kind, score, answered_on) values (${id(5)}, 'csat', ${score}, ${on})`;
    const asks = (atLeast: string, window: string) =>
      database.sql`update tiers set requirements = ${database.sql.json([{ criterion: "customer_satisfaction", atLeast, window }])} where key = 'gold'`;
    const earned = async (asOf: string) =>
      (
        await database.sql`select tier_earned from tier_snapshots where partner_id = ${id(5)} and evaluation_id = ${(await evaluate(asOf))?.id as string}`
      )[0]?.tier_earned;
    await asks("4.5", "year_to_date");
    expect(await earned("2013-12-31")).toBe("gold");
    await asks("4.6667", "trailing_12_months");
    expect(await earned("2014-03-01")).toBe("registered");
    await asks("4.6666", "trailing_12_months");
    expect(await earned("2014-03-01")).toBe("gold");
    await asks("25000", "year_to_date");
  });

  it("takes the latest value that staff entered until the day", async () => {
    await database.sql`insert into tier_criteria (key, name) values ('references', 'References')`;
    await database.sql`update tiers set requirements = ${database.sql.json([{ criterion: "custom:references", atLeast: "2" }])} where key = 'silver'`;
    const enter = (value: string, onDay: string) =>
      as(mara, (tx) =>
        enterValue(
          tx,
          person(mara),
          { partnerId: id(5), criterion: "references", value, onDay, source: "Survey" },
          today,
        ),
      );
    const { audit } = await enter("2", "2014-01-01");
    expect(audit).toMatchObject({ action: "tier.value_entered", after: { value: "2", source: "Survey" } });
    await enter("1.5", "2015-01-01");
    await expect(enter("1", addDays(today, 1))).rejects.toThrow(/not come yet/);
    const at = async (asOf: string) =>
      (
        await database.sql`select tier_earned from tier_snapshots where partner_id = ${id(5)} and evaluation_id = ${(await evaluate(asOf))?.id as string}`
      )[0]?.tier_earned;
    expect([await at("2013-12-31"), await at("2014-12-31"), await at("2015-01-01")]).toEqual([
      "registered",
      "silver",
      "registered",
    ]);
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import { withViewer } from "@/db/client";
import { emptied, testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { Refused } from "@/lib/errors";
import { findingFilter, qualityFilter } from "@/lib/quality/filter";
import { checkQuality } from "./check";
import { acceptFinding, reopenFinding } from "./commands";
import { listFindings, readQuality } from "./queries";

const database = testDatabase();
const idOf = (n: number) => `9a110000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [manager, good, bad, merged] = [idOf(1), idOf(2), idOf(3), idOf(4)];
const admin: Viewer = {
  kind: "staff",
  role: "admin",
  personId: manager,
  sessionId: manager,
  name: "Ada",
  email: "ada@northstar.example",
};
const now = new Date("2026-05-20T12:00:00Z");
const check = (at = now) => checkQuality({ now: at });
const open = async (where: Record<string, string> = {}) =>
  (await listFindings(admin, findingFilter.parse(where), now)).rows.map(({ rule, name, wrong }) => [rule, name, wrong]);
const scores = (filter: Record<string, string> = {}) => readQuality(admin, qualityFilter.parse(filter), now);

beforeAll(async () => {
  const { sql } = database;
  await sql`insert into people (id, kind, name, email, role, access) values (${manager}, 'staff', 'Ada', 'ada@northstar.example', 'admin', 'active')`;
  await sql`insert into partners (id, name, type, country, region, manager_id, domain, contract_status, contract_ends_on) values
    (${good}, 'Good', 'reseller', 'DE', 'EMEA', ${manager}, 'good.example', 'active', '2027-01-01'), (${bad}, 'Bad', 'reseller', null, 'EMEA', null, 'http://bad.example/x', 'active', '2026-05-19'),
    (${merged}, 'Merged away', 'reseller', null, null, null, 'nothing', 'active', '2020-01-01')`;
  await sql`update partners set merged_into_id = ${good} where id = ${merged}`;
  await sql`insert into people (id, kind, partner_id, name, email, reviewed_on) values (${idOf(11)}, 'partner', ${good}, 'Gil', 'gil@good.example', '2026-02-17'), (${idOf(12)}, 'partner', ${bad}, 'Bo', null, '2026-02-16'),
    (${idOf(13)}, 'partner', ${merged}, 'Me', 'x', null)`;
  await sql`insert into external_ids (source, entity, external_id, entity_id, hash, batch_id) values ('crm', 'partner', '1', ${bad}, 'x', ${idOf(90)})`;
  const deal = async (n: number, partner: string, stage: string, amount: number, expected: string | null) => {
    await sql`insert into deals (id, name, stage, currency) values (${idOf(n)}, ${`Deal ${n}`}, 'prospecting', 'USD')`;
    await sql`insert into deal_partners (deal_id, partner_id, role) values (${idOf(n)}, ${partner}, 'sourcing')`;
    await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on) values (${idOf(n)}, '2026-03-01', ${stage}, ${amount}, 'USD', ${expected})`;
    await sql`update deals set expected_close_on = ${expected} where id = ${idOf(n)}`;
  };
  await deal(21, good, "prospecting", 100, "2026-05-13");
  await deal(22, bad, "prospecting", 100, "2026-05-12");
  await deal(23, bad, "prospecting", 100, null);
  await deal(24, bad, "won", 0, null);
  await deal(25, good, "won", 100, null);
});

describe("the check", () => {
  test("finds what each rule asks for and nothing at its edge, of partners that are looked after alone, with its source", async () => {
    await check();
    expect((await open()).sort()).toEqual(
      [
        ["contact_reviewed", "Bo", "16 Feb 2026"],
        ["contract_agrees", "Bad", "running, and ended on 19 May 2026"],
        ["deal_amount", "Deal 24", "nothing"],
        ["deal_expected", "Deal 23", "none"],
        ["deal_overdue", "Deal 22", "12 May 2026"],
        ["partner_contact", "Bad", "no address"],
        ["partner_domain", "Bad", "http://bad.example/x"],
        ["partner_manager", "Bad", "none"],
        ["partner_place", "Bad", "country"],
      ].sort(),
    );
    expect((await open({ source: "crm" })).map(([rule]) => rule).sort()).toEqual([
      "contract_agrees",
      "partner_contact",
      "partner_domain",
      "partner_manager",
      "partner_place",
    ]);
  });

  test("scores a partner and the program as the formula says, worst first", async () => {
    const { partners, score, rules } = await scores();
    // Bad passes: deal_expected 1 of 2, deal_rate 3 of 3, deal_order 1 of 1, unique as partner (3) and person (1); fails the rest.
    const [passed, asked] = [0.5 * 1 + 2 + 1 + 3 + 1, 3 + 2 + 2 + 1 + 1 + 2 + 2 + 2 + 1 + 3 + 1 + 1 + 2];
    expect(partners.map(({ name, score: of }) => [name, of])).toEqual([
      ["Bad", Math.floor((10_000 * passed) / asked)],
      ["Good", 10_000],
    ]);
    expect(rules.find(({ rule }) => rule === "deal_amount")).toEqual({ rule: "deal_amount", checked: 2, failed: 1 });
    expect(score).toBeGreaterThan(partners[0]?.score as number);
    expect(score).toBeLessThan(10_000);
  });

  test("opens with each figure as many rows as the figure says, of the program, a partner, a source and a kind", async () => {
    const filters: Record<string, string>[] = [
      {},
      { partner: bad },
      { source: "crm" },
      { kind: "fresh" },
      { source: "portal", kind: "valid" },
    ];
    for (const filter of filters) {
      const { rules } = await scores(filter);
      for (const { rule, failed } of rules)
        expect((await open({ ...filter, rule })).length, `${rule} of ${JSON.stringify(filter)}`).toBe(failed);
    }
  });

  test("changes nothing when it runs again, also twice at once, and keeps when each was first seen", async () => {
    const image = async () =>
      JSON.stringify([
        await database.sql`select * from quality_findings order by id`,
        await database.sql`select * from quality_counts order by rule, partner_id, source`,
        await database.sql`select * from quality_days order by 1, 2, 3`,
        await database.sql`select * from quality_partner_days order by 1, 2`,
      ]);
    const before = await image();
    await Promise.all([check(new Date("2026-05-20T18:00:00Z")), check(new Date("2026-05-20T18:00:01Z"))]);
    expect(await image()).toBe(before);
  });

  test("ends what was mended, raises the score, and keeps the day's score for the trend", async () => {
    await database.sql`update partners set country = 'DE' where id = ${bad}`;
    const before = (await scores()).partners[0]?.score as number;
    await check(new Date("2026-05-21T12:00:00Z"));
    expect((await open({ rule: "partner_place" })).length).toBe(0);
    expect((await open({ rule: "partner_place", show: "mended" })).length).toBe(1);
    expect((await scores()).partners[0]?.score).toBeGreaterThan(before);
    const days =
      await database.sql`select "on"::text as day, score from quality_partner_days where partner_id = ${bad} order by 1`;
    expect(days.map(({ day }) => day)).toEqual(["2026-05-20", "2026-05-21"]);
    expect(days[1]?.score).toBeGreaterThan(days[0]?.score);
  });
});

describe("a person", () => {
  const finding = async () => {
    const [row] = (await listFindings(admin, findingFilter.parse({ rule: "deal_amount" }), now)).rows;
    return row?.id as string;
  };

  test("accepts a finding as it is: the figures follow at once, the next check leaves it, and it can be taken back", async () => {
    const id = await finding();
    const before = await scores({ partner: bad });
    await withViewer(admin, (tx) => acceptFinding(tx, admin, { findingId: id, why: "A gift to a charity" }));
    const after = await scores({ partner: bad });
    expect(after.score).toBeGreaterThan(before.score as number);
    expect(after.partner?.score).toBe(after.score);
    expect((await scores()).rules.find(({ rule }) => rule === "deal_amount")?.failed).toBe(0);
    await check(new Date("2026-05-21T13:00:00Z"));
    expect(await open({ rule: "deal_amount" })).toEqual([]);
    expect((await scores({ partner: bad })).score).toBe(after.score);
    await expect(withViewer(admin, (tx) => acceptFinding(tx, admin, { findingId: id, why: "Again" }))).rejects.toThrow(
      Refused,
    );
    await withViewer(admin, (tx) => reopenFinding(tx, id));
    expect((await scores({ partner: bad })).score).toBe(before.score);
    expect(await finding()).toBe(id);
  });

  test("is asked again when something else is wrong with what was accepted", async () => {
    const [row] = (await listFindings(admin, findingFilter.parse({ rule: "partner_domain" }), now)).rows;
    await withViewer(admin, (tx) => acceptFinding(tx, admin, { findingId: row?.id as string, why: "Their wish" }));
    await database.sql`update partners set domain = 'still wrong' where id = ${bad}`;
    await check(new Date("2026-05-21T14:00:00Z"));
    expect(await open({ rule: "partner_domain" })).toEqual([["partner_domain", "Bad", "still wrong"]]);
  });
});

describe("a source", () => {
  test("is found when it is silent for longer than twice the median of its pauses and a day, and not before", async () => {
    await emptied(database, ["import_batches"]);
    const batch = (source: string, ago: number) =>
      database.sql`insert into import_batches (source, mapping, status, published_at) values (${source}, ${database.sql.json({ label: source })}, 'published', ${now}::timestamptz - make_interval(days => ${ago}))`;
    for (const ago of [100, 34, 27, 22, 15]) await batch("stopped", ago + 1);
    for (const ago of [100, 34, 27, 22, 15]) await batch("in time", ago);
    for (const ago of [60, 53, 46]) await batch("three alone", ago);
    await checkQuality({ now, only: ["feed_arrives"] });
    expect(await open({ rule: "feed_arrives" })).toEqual([
      ["feed_arrives", "stopped", "4 May 2026, and it sends every 7 days"],
    ]);
  });
});

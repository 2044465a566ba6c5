import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import type { Viewer } from "@/lib/access/viewer";
import { answersKept, kept, renewAnswers } from "./answers";
import { drainDirty } from "./rollup";

const database = testDatabase();
const now = new Date();
let [a, b, deal] = ["", "", ""];

const staff = { kind: "staff", role: "executive", personId: "00000000-0000-4000-8000-00000000000f" } as Viewer;
const partner = (partnerId: string) =>
  ({ kind: "partner", role: "partner_admin", partnerId, partnerName: "P", personId: partnerId }) as Viewer;

/** Asks, and says how often it had to be counted by then. */
function asker(viewer: Viewer, more: { aboutId?: string; visits?: boolean } = {}) {
  let counted = 0;
  const name = crypto.randomUUID();
  return async (at = now) => {
    const answer = await kept(viewer, { name, question: {}, now: at, ...more }, async () => ({ counted: ++counted }));
    await answersKept();
    return answer.counted;
  };
}

beforeAll(async () => {
  a = await makePartner(database.sql, "A");
  b = await makePartner(database.sql, "B");
  const [row] =
    await database.sql`insert into deals (name, stage, currency) values ('D', 'prospecting', 'USD') returning id`;
  deal = row?.id;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${a}, 'sourcing')`;
  await makePerson(database.sql, { role: "partner_member", email: "p@b.example", partnerId: b });
});

const change = (partnerId: string) =>
  database.sql`insert into channel_costs (partner_id, kind, amount_e4, currency, spent_on) values (${partnerId}, 'support', 1, 'USD', '2026-01-01')`;

describe("a kept answer", () => {
  it("is given again, and never on another day", async () => {
    const ask = asker(staff);
    expect([await ask(), await ask()]).toEqual([1, 1]);
    expect(await ask(new Date(now.getTime() + 86_400_000))).toBe(2);
  });

  it("is counted anew after a change of any table that figures are made of", async () => {
    const ask = asker(staff);
    const changes: Record<string, () => Promise<unknown>> = {
      deals: () => database.sql`update deals set name = 'E' where id = ${deal}`,
      deal_versions: () =>
        database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, '2026-01-01', 'prospecting', 5, 'USD')`,
      deal_lines: () => database.sql`insert into deal_lines (deal_id, line_no, amount_e4) values (${deal}, 1, 5)`,
      deal_partners: () =>
        database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${b}, 'influencing')`,
      registrations: () =>
        database.sql`insert into registrations (partner_id, deal_id, status, submitted_on, submitted_at) values (${a}, ${deal}, 'submitted', '2026-01-01', '2026-01-01')`,
      revenue_lines: () =>
        database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${a}, 'renewal', 5, 'USD', '2026-01-01')`,
      channel_costs: () => change(a),
      incentive_grants: () =>
        database.sql`insert into incentive_grants (partner_id, kind, amount_e4, currency, granted_on) values (${a}, 'mdf', 5, 'USD', '2026-01-01')`,
      incentive_uses: () =>
        database.sql`insert into incentive_uses (grant_id, partner_id, amount_e4, currency, used_on) select id, partner_id, 5, 'USD', '2026-01-01' from incentive_grants`,
      funded_deals: () =>
        database.sql`insert into funded_deals (grant_id, deal_id, partner_id, touched_on) select id, ${deal}, partner_id, '2026-01-01' from incentive_grants`,
      satisfaction_answers: () =>
        database.sql`insert into satisfaction_answers (kind, score, answered_on) values ('csat', 5, '2026-01-01')`,
      support_tickets: () =>
        database.sql`insert into support_tickets (subject, opened_at) values ('It does not start', '2026-01-01')`,
      data_issues: () =>
        database.sql`insert into data_issues (metric, shared, period_from, period_to, query, version, as_of, evidence, question, due_on)
          values ('win_rate', false, '2026-01-01', '2026-04-01', '', 1, now(), '{}', 'Right?', '2026-05-01')`,
      integrations: () => database.sql`insert into integrations (partner_id, name) values (${a}, 'Sync')`,
      installs: () =>
        database.sql`insert into installs (integration_id, partner_id, installed_on) select id, partner_id, '2026-01-01' from integrations`,
      uptime_days: () =>
        database.sql`insert into uptime_days (integration_id, partner_id, "on", minutes_up, minutes_observed) select id, partner_id, '2026-01-01', 9, 10 from integrations`,
      engagements: () =>
        database.sql`insert into engagements (partner_id, kind, title, "on") values (${a}, 'content', 'Battlecard', '2026-01-01')`,
      partner_families: () => database.sql`insert into partner_families (partner_id, family) values (${a}, 'Tools')`,
      partner_versions: () => database.sql`update partners set tier = 'gold' where id = ${a}`,
      partners: () => database.sql`update partners set name = 'AA' where id = ${a}`,
      scorecards: () =>
        database.sql`insert into scorecards (partner_id, template, goal, cadence, owner_id, next_review_on) select ${a}, 'referral', 'More', 'monthly', id, '2026-05-01' from people limit 1`,
      scorecard_reviews: () =>
        database.sql`insert into scorecard_reviews (scorecard_id, partner_id, number, due_on, held_on, from_on, to_on, status, says, started_by_id)
          select id, partner_id, 1, '2026-05-01', '2026-05-01', '2026-04-01', '2026-07-01', 'on_track', 'Well', owner_id from scorecards`,
      accounts: () => database.sql`insert into accounts (name) values ('C')`,
      products: () => database.sql`insert into products (name, family) values ('P', 'F')`,
      stages: () => database.sql`update stages set probability_bp = probability_bp where key = 'prospecting'`,
      tiers: () => database.sql`update tiers set name = name`,
      people: () => database.sql`update people set name = 'Pat'`,
      settings: () => database.sql`update settings set program_name = 'Other'`,
      deals_deleted: () => database.sql`delete from deals where id = ${deal}`,
    };
    const missed: string[] = [];
    for (const [table, make] of Object.entries(changes)) {
      const before = await ask();
      await make();
      if ((await ask()) === before) missed.push(table);
    }
    expect(missed).toEqual([]);
  });

  it("is counted anew for a visit only when it counts visits", async () => {
    const [figures, adoption] = [asker(staff), asker(staff, { visits: true })];
    await Promise.all([figures(), adoption()]);
    await database.sql`insert into visits (person_id, partner_id, "on") select id, partner_id, current_date from people where partner_id = ${b}`;
    expect([await figures(), await adoption()]).toEqual([1, 2]);
  });

  it("of one partner is not touched by another's changes", async () => {
    const asks = [asker(partner(a)), asker(staff, { aboutId: a }), asker(partner(b)), asker(staff)] as const;
    for (const ask of asks) await ask();
    await change(a);
    expect(await Promise.all(asks.map((ask) => ask()))).toEqual([2, 2, 1, 2]);
  });

  it("never misses a change that was under way while it was counted", async () => {
    const ask = asker(staff);
    let commit = () => {};
    const open = new Promise<void>((done) => {
      commit = done;
    });
    let begun = () => {};
    const changed = new Promise<void>((done) => {
      begun = done;
    });
    const changing = database.sql.begin(async (tx) => {
      await tx`update deals set name = 'F'`;
      await tx`insert into channel_costs (partner_id, kind, amount_e4, currency, spent_on) values (${a}, 'support', 1, 'USD', '2026-01-01')`;
      begun();
      await open;
    });
    await changed;
    // A later change that commits first: the order of commits is not the order of transactions.
    await change(b);
    expect([await ask(), await ask()]).toEqual([1, 1]);
    commit();
    await changing;
    expect(await ask()).toBe(2);
  });

  it("that is slow to count is given a little longer while it is counted anew", async () => {
    let counted = 0;
    const ask = () =>
      kept(staff, { name: "slow", question: {}, now }, async () => {
        await new Promise((done) => setTimeout(done, 300));
        return ++counted;
      });
    await ask();
    await answersKept();
    await database.sql`update metric_answers set asked_at = now() - interval '10 seconds'`;
    await change(a);
    expect(await ask()).toBe(1);
    await expect.poll(ask).toBe(2);
    await database.sql`update metric_answers set asked_at = now() - interval '2 hours'`;
    await change(a);
    expect(await ask()).toBe(2);
    await answersKept();
    await change(a);
    await database.sql`update metric_changes set at = now() - interval '2 minutes'`;
    expect(await ask()).toBe(4);
  });

  it("says of when it is while it misses a change, and is renewed behind the pages for who wants it within a day", async () => {
    let counted = 0;
    const ask = () =>
      kept(staff, { name: "renewed", question: {}, now }, async () => {
        await new Promise((done) => setTimeout(done, 300));
        return { counted: ++counted };
      });
    const renew = (at: number) => renewAnswers(new Date(at), async () => {});
    await ask();
    await answersKept();
    await renew(Date.now());
    expect(await ask()).toEqual({ counted: 1 });
    await change(a);
    expect(await ask()).toEqual({ counted: 1, asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
    expect(await renew(Date.now())).toBeGreaterThan(0);
    await answersKept();
    expect(await ask()).toEqual({ counted: 2 });
    await change(a);
    expect(await renew(Date.now() + 25 * 3_600_000)).toBe(0);
  });

  it("is counted, if not kept, by a database that only reads", async () => {
    const ask = asker(staff);
    const name = new URL(database.url).pathname.slice(1);
    await database.sql.unsafe(`alter role portal_web in database ${name} set default_transaction_read_only = on`);
    const { closeDatabases } = await import("@/db/client");
    await closeDatabases();
    expect([await ask(), await ask()]).toEqual([1, 2]);
    await database.sql.unsafe(`alter role portal_web in database ${name} reset default_transaction_read_only`);
    await closeDatabases();
    expect([await ask(), await ask()]).toEqual([3, 3]);
  });
});

describe("kept answers of one partner", () => {
  beforeEach(() => asker(partner(b))());

  it("are closed to another, who cannot write any for it either (sec:T7)", async () => {
    const { withViewer } = await import("@/db/client");
    const { sql } = await import("drizzle-orm");
    const seen = await withViewer(partner(a), (tx) => tx.execute(sql`select partner_id from metric_answers`));
    expect(seen.filter((row) => row.partner_id !== a)).toEqual([]);
    const forged = withViewer(partner(a), (tx) =>
      tx.execute(sql`insert into metric_answers (key, partner_id, asked_on, took_ms, visits, seen, view)
        values ('forged', ${b}, current_date, 1, false, '1:1:', '{}')`),
    );
    await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("an answer of the program", () => {
  it("is not kept beyond the time in which so many partners are summed up that it was of before", async () => {
    const mark = (partners: number) =>
      database.sql`insert into metric_dirty (partner_id) select id from partners order by id limit ${partners}`;
    await database.sql`insert into partners (name, type) select 'P ' || n, 'reseller' from generate_series(1, 2100) n`;
    await drainDirty();
    const ask = asker(staff);
    await mark(2_050);
    expect([await ask(), await ask()]).toEqual([1, 1]);
    await drainDirty();
    expect([await ask(), await ask()]).toEqual([2, 2]);
    await mark(50);
    await drainDirty();
    expect(await ask()).toBe(2);
  }, 60_000);
});

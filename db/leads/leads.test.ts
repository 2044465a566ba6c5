import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Tx, withViewer } from "@/db/client";
import { acceptLead, declineLead, loseLead, noteOwnLead, openLeadDeal } from "@/db/leads/answers";
import { createLead, linkLead, noteLead, offerLead, passOnLead } from "@/db/leads/commands";
import { readLeadsPage, readOwnLeads } from "@/db/leads/list";
import { readLeadPage } from "@/db/leads/page";
import { passOnLeads } from "@/db/leads/pass-on";
import { unseal } from "@/db/mail/seal";
import { cast, forbidden, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { PartnerViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { leadFilter } from "@/lib/leads/filter";
import { leadForm, noteForm, openDealForm } from "@/lib/leads/form";
import { leadMoves, mayMove } from "@/lib/leads/moves";
import { type LeadStatus, leadStatuses } from "@/lib/leads/words";
import { keysOf } from "@/lib/partners/words";

const database = testDatabase();
const url = "https://portal.example";
const staff = { personId: staffViewer.personId, name: staffViewer.name };
const viewerB: PartnerViewer = {
  ...viewerA,
  partnerId: cast.b,
  partnerName: "B",
  personId: "bbbbbbbb-0000-4000-8000-000000000002",
};
const asStaff = <T>(work: (tx: Tx) => Promise<T>) => withViewer(staffViewer, work);
const now = () => new Date();
const moment = (at = now()) => ({ personId: staff.personId, now: at, portalUrl: url });
let n = 0;

beforeAll(async () => {
  await plantCanaries(database.sql);
  // B is the better one for every lead of these tests: A is the next.
  await database.sql`update partners set country = 'Germany', region = 'EMEA', territory = 'DACH', specializations = '{}', lead_capacity = 100`;
  await database.sql`update partners set lead_weight = 200 where id = ${cast.b}`;
});
beforeEach(async () => {
  await database.sql`delete from lead_offers`;
  await database.sql`update leads set status = 'lost', partner_id = null where customer_name like 'Customer%'`;
  await database.sql`delete from mail_outbox`;
});

/** Enters a lead of another customer. */
async function entered(more: Record<string, string> = {}) {
  const customerName = `Customer ${++n}`;
  const input = leadForm.parse({ customerName, need: "A need", currency: "EUR", country: "Germany", ...more });
  return (await asStaff((tx) => createLead(tx, staff, input))).id;
}
const offer = (leadId: string, partnerId: string, at?: Date) =>
  asStaff((tx) => offerLead(tx, { leadId, partnerId }, moment(at)));
const accept = (viewer: PartnerViewer, leadId: string) =>
  withViewer(viewer, (tx) => acceptLead(tx, viewer, leadId, url));
const decline = (viewer: PartnerViewer, leadId: string, reason = "No time") =>
  withViewer(viewer, (tx) => declineLead(tx, viewer, { leadId, reason }, url));
const open = (viewer: PartnerViewer, leadId: string, more: Record<string, string> = {}) =>
  withViewer(viewer, (tx) =>
    openLeadDeal(
      tx,
      viewer,
      openDealForm.parse({
        leadId,
        name: "The deal",
        amountE4: "1500",
        currency: "EUR",
        expectedCloseOn: "2999-01-31",
        ...more,
      }),
      { today: "2026-05-20", portalUrl: url },
    ),
  );
const stored = async (leadId: string) => {
  const [lead] = await database.sql`select status, partner_id as partner from leads where id = ${leadId}`;
  return lead as { status: LeadStatus; partner: string | null };
};
const offersOf = (leadId: string) =>
  database.sql<{ partner: string; status: string; reason: string | null }[]>`
    select partner_id as partner, status, reason from lead_offers where lead_id = ${leadId} order by offered_at, id`.then(
    (rows) =>
      rows.map(({ partner, status }) => `${partner === cast.a ? "A" : partner === cast.b ? "B" : "C"} ${status}`),
  );
const letters = async () => {
  const mails = await database.sql<{ to: string; sealed: string }[]>`select recipient as to, sealed from mail_outbox`;
  return mails.map(({ to, sealed }) => `${to}: ${unseal(sealed, to).subject}`).sort();
};
const refused = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => (error instanceof Refused ? "refused" : error.name),
  );
const settled = async (work: Promise<unknown>[]) => (await Promise.allSettled(work)).map(({ status }) => status).sort();

describe("a lead that staff hand over", () => {
  it("is offered with its reasons until the time of the program, and the partner is told", async () => {
    const lead = await entered();
    const { ranking } = await readLeadPage(staffViewer, lead);
    expect(ranking?.ranked.map(({ id }) => id)).toEqual([cast.b, cast.a]);
    expect(ranking?.ranked[0]?.reasons).toContainEqual({
      rule: "place",
      points: 30,
      says: "In Germany, as the customer",
    });
    const at = new Date("2026-05-20T10:00:00Z");
    await offer(lead, cast.b, at);
    expect(await stored(lead)).toEqual({ status: "offered", partner: cast.b });
    const [row] = await database.sql`select answer_by, score, reasons from lead_offers where lead_id = ${lead}`;
    expect(row?.answer_by).toEqual(new Date("2026-05-22T10:00:00Z"));
    expect(row).toMatchObject({ score: ranking?.ranked[0]?.score, reasons: ranking?.ranked[0]?.reasons });
    expect(await letters()).toEqual([
      `canary-b-people-email@x.example: A lead for you: Customer ${n}, answer by 22 May 2026, 10:00 (UTC)`,
    ]);
  });

  it("is offered once when two of the staff do it at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const lead = await entered();
      const two = [offer(lead, cast.a), offer(lead, cast.b)].map(refused);
      expect((await Promise.all(two)).sort()).toEqual(["done", "refused"]);
      expect((await offersOf(lead)).length).toBe(1);
    }
  });

  it("does not fill a partner beyond its capacity when many are offered at once", async () => {
    await database.sql`update partners set lead_capacity = 3 where id = ${cast.a}`;
    const [held] =
      await database.sql`select count(*)::int as n from leads where partner_id = ${cast.a} and status in ('offered','accepted')`;
    const leads = await Promise.all(Array.from({ length: 6 }, () => entered()));
    const said = await Promise.all(leads.map((lead) => refused(offer(lead, cast.a))));
    await database.sql`update partners set lead_capacity = 100 where id = ${cast.a}`;
    expect(said.filter((one) => one === "done").length).toBe(3 - held?.n);
    expect(said.filter((one) => one === "refused").length).toBe(3 + held?.n);
  });

  it("is never offered to a partner that is left out, also when chosen by hand", async () => {
    const lead = await entered();
    await database.sql`update partners set status = 'suspended' where id = ${cast.a}`;
    await expect(offer(lead, cast.a)).rejects.toThrow(/Is suspended/);
    await database.sql`update partners set status = 'active' where id = ${cast.a}`;
    await expect(offer(lead, "99999999-0000-4000-8000-000000000009")).rejects.toThrow(/does not exist/);
    expect(await offersOf(lead)).toEqual([]);
  });

  it("is taken from a partner with a reason and goes to the next, or is unplaced when none is left", async () => {
    const lead = await entered();
    await offer(lead, cast.b);
    const passOn = (reason: string) => asStaff((tx) => passOnLead(tx, { leadId: lead, reason }, moment()));
    await expect(passOn("")).rejects.toThrow("Say why");
    expect(await passOn("They are on holiday")).toMatchObject({ next: "own partners name" });
    expect(await offersOf(lead)).toEqual(["B passed", "A offered"]);
    await accept(viewerA, lead);
    expect(await passOn("Nothing happened")).toMatchObject({ next: null });
    expect(await stored(lead)).toEqual({ status: "unplaced", partner: null });
    expect(await letters()).toContain(`manager@northstar.example: No partner left for the lead Customer ${n}`);
  });
});

describe("a partner that is offered a lead", () => {
  it("accepts it in time; its manager is told", async () => {
    const lead = await entered();
    await offer(lead, cast.b);
    await database.sql`delete from mail_outbox`;
    const { audit } = await accept(viewerB, lead);
    expect(audit).toMatchObject({ action: "lead.accepted", subject: { id: lead } });
    expect(await stored(lead)).toEqual({ status: "accepted", partner: cast.b });
    expect(await letters()).toEqual([`manager@northstar.example: Customer ${n}: B accepted`]);
  });

  it("reads who to call there only once it accepted", async () => {
    const lead = await entered({ contactName: "Erika", contactEmail: "erika@c.example", contactPhone: "12345" });
    await offer(lead, cast.a);
    const before = await readLeadPage(viewerA, lead);
    expect(before.lead).toMatchObject({ contactName: null, contactEmail: null, contactPhone: null, status: "offered" });
    expect(
      JSON.stringify(await readOwnLeads(viewerA, 1), (_, v) => (typeof v === "bigint" ? String(v) : v)),
    ).not.toMatch(/erika/i);
    const asked = async (viewer: PartnerViewer, query: ReturnType<typeof sql>) => [
      ...(await withViewer(viewer, (tx) => tx.execute(query))),
    ];
    const called = sql`select name from lead_contact(${lead})`;
    expect(await asked(viewerA, called)).toEqual([]);
    await accept(viewerA, lead);
    expect((await readLeadPage(viewerA, lead)).lead).toMatchObject({ contactName: "Erika", contactPhone: "12345" });
    expect([await asked(viewerA, called), await asked(viewerB, called)]).toEqual([[{ name: "Erika" }], []]);
    for (const column of ["contact_name", "contact_email", "contact_phone"])
      await expect(asked(viewerA, sql`select ${sql.identifier(column)} from leads`)).rejects.toMatchObject({
        cause: { code: "42501" },
      });
  });

  it("declines it with a reason, and it is offered to the next exactly once, by two workers at the same moment", async () => {
    const lead = await entered();
    await offer(lead, cast.b);
    await expect(decline(viewerB, lead, "")).rejects.toThrow("Say why");
    await decline(viewerB, lead);
    expect(await stored(lead)).toEqual({ status: "new", partner: null });
    const done = await Promise.all([passOnLeads(now(), url), passOnLeads(now(), url)]);
    expect(done.map(({ offered }) => offered).sort()).toEqual([0, 1]);
    expect(await offersOf(lead)).toEqual(["B declined", "A offered"]);
    await decline(viewerA, lead);
    expect(await passOnLeads(now(), url)).toEqual({ passed: 0, offered: 0, unplaced: 1 });
    expect(await stored(lead)).toEqual({ status: "unplaced", partner: null });
    expect(await passOnLeads(now(), url)).toEqual({ passed: 0, offered: 0, unplaced: 0 });
  });

  it("accepts or declines, not both, when two of its people do so at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const lead = await entered();
      await offer(lead, cast.a);
      expect(await settled([accept(viewerA, lead), decline(viewerA, lead)])).toEqual(["fulfilled", "rejected"]);
      expect(["accepted", "new"]).toContain((await stored(lead)).status);
    }
  });

  it("is too late at the moment when its time is over, and not before", async () => {
    const lead = await entered();
    const at = new Date("2026-05-20T10:00:00Z");
    await offer(lead, cast.b, at);
    const over = new Date("2026-05-22T10:00:00Z");
    expect(await passOnLeads(new Date(over.getTime() - 1), url)).toEqual({ passed: 0, offered: 0, unplaced: 0 });
    expect(await stored(lead)).toMatchObject({ status: "offered" });
    // The worker has not come by yet, and the database's clock is past the time.
    await expect(accept(viewerB, lead)).rejects.toThrow(/time to answer is over/);
    const rounds = await Promise.all([passOnLeads(over, url), passOnLeads(over, url), passOnLeads(over, url)]);
    expect(rounds.filter(({ passed }) => passed === 1).length).toBe(1);
    expect(await offersOf(lead)).toEqual(["B passed", "A offered"]);
    await expect(accept(viewerB, lead)).rejects.toThrow(NotFound);
  });

  it("either accepts or loses it when the worker passes it on at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const lead = await entered();
      await offer(lead, cast.a);
      const later = new Date(Date.now() + 49 * 3_600_000);
      const [said] = await Promise.all([refused(accept(viewerA, lead)), passOnLeads(later, url)]);
      const { status, partner } = await stored(lead);
      if (said === "done") expect({ status, partner }).toEqual({ status: "accepted", partner: cast.a });
      else expect(partner).not.toBe(cast.a);
      await database.sql`update leads set status = 'lost', partner_id = null where id = ${lead}`;
    }
  });
});

describe("a lead that a partner accepted", () => {
  const accepted = async (more?: Record<string, string>) => {
    const lead = await entered(more);
    await offer(lead, cast.a);
    await accept(viewerA, lead);
    return lead;
  };

  it("becomes a deal of the customer that the partner sources, once, and follows it to its close and back", async () => {
    const lead = await accepted({ domain: `c${n}.example`, industry: "Retail" });
    const done = await Promise.allSettled([open(viewerA, lead), open(viewerA, lead)]);
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [deal] =
      await database.sql`select d.id, d.name, d.stage, d.amount_e4::text as amount, d.currency, d.expected_close_on::text as closes, d.partner_id as partner,
        d.owner_id as owner, d.partner_person_id as person, a.name as account, a.domain, a.industry
      from deals d join accounts a on a.id = d.account_id join leads l on l.deal_id = d.id where l.id = ${lead}`;
    expect(deal).toMatchObject({
      name: "The deal",
      stage: "prospecting",
      amount: "15000000",
      currency: "EUR",
      closes: "2999-01-31",
      partner: cast.a,
      owner: cast.manager,
      person: viewerA.personId,
      account: `Customer ${n}`,
      industry: "Retail",
    });
    const seen = async () => [
      (await readLeadPage(viewerA, lead)).lead.status,
      (await readLeadPage(staffViewer, lead)).lead.status,
      (await readLeadsPage(staffViewer, leadFilter.parse({ q: `Customer ${n}` }))).list.rows[0]?.status,
      (await readOwnLeads(viewerA, 1)).rows.find(({ leadId }) => leadId === lead)?.status,
    ];
    expect(await seen()).toEqual(Array(4).fill("converted"));
    await database.sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, now() + interval '1 second', 'won', 1, 'EUR')`;
    expect(await seen()).toEqual(Array(4).fill("won"));
    const found = (status: string) => readLeadsPage(staffViewer, leadFilter.parse({ q: `Customer ${n}`, status }));
    expect([(await found("won")).list.count, (await found("converted")).list.count]).toEqual([1, 0]);
  });

  it("takes the account that has the customer's domain", async () => {
    const [account] =
      await database.sql`insert into accounts (name, domain) values ('Known by another name', 'known.example') returning id`;
    const lead = await accepted({ domain: "known.example" });
    const { dealId } = await open(viewerA, lead);
    expect(await database.sql`select account_id as id from deals where id = ${dealId}`).toEqual([{ id: account?.id }]);
  });

  it("is given up with a reason that staff read, and no deal comes of it any more", async () => {
    const lead = await accepted();
    await withViewer(viewerA, (tx) => loseLead(tx, { leadId: lead, reason: "They bought elsewhere" }));
    expect(await stored(lead)).toMatchObject({ status: "lost" });
    expect((await readLeadPage(staffViewer, lead)).notes).toMatchObject([{ text: "They bought elsewhere" }]);
    await expect(open(viewerA, lead)).rejects.toThrow(Refused);
  });

  it("is linked by staff to a deal that its partner takes part in, and to no other", async () => {
    const lead = await accepted();
    const link = (dealId: string) => asStaff((tx) => linkLead(tx, { leadId: lead, dealId }, { now: now() }));
    await expect(link("bbbbbbbb-0000-4000-8000-000000000005")).rejects.toThrow(/takes part in/);
    await link("aaaaaaaa-0000-4000-8000-000000000005");
    expect((await readLeadPage(viewerA, lead)).lead).toMatchObject({ dealId: "aaaaaaaa-0000-4000-8000-000000000005" });
  });

  it("carries what both sides say of it: the partner reads what is shared, not what staff note for themselves", async () => {
    const lead = await accepted();
    const note = (text: string, audience: string, rating = "") =>
      noteForm.parse({ leadId: lead, text, audience, rating });
    await asStaff((tx) => noteLead(tx, staff, note("For you", "shared")));
    await asStaff((tx) => noteLead(tx, staff, note("Among us", "staff")));
    await withViewer(viewerA, (tx) => noteOwnLead(tx, note("A good one", "staff", "5")));
    const read = async (viewer: typeof staffViewer) =>
      (await readLeadPage(viewer, lead)).notes.map(({ text }) => text).sort();
    expect(await read(staffViewer)).toEqual(["A good one", "Among us", "For you"]);
    expect(await read(viewerA)).toEqual(["A good one", "For you"]);
  });
});

describe("the walls of leads", () => {
  it("sec:T14 show a partner nothing of a lead that another holds, nor why or by whom it was offered", async () => {
    const lead = await entered({ contactName: "CANARY-STAFF-contact" });
    await offer(lead, cast.b);
    await expect(readLeadPage(viewerA, lead)).rejects.toThrow(NotFound);
    const text = JSON.stringify(await readOwnLeads(viewerA, 1), (_, v) => (typeof v === "bigint" ? String(v) : v));
    expect(text).not.toMatch(forbidden);
    const seen = (query: ReturnType<typeof sql>) => withViewer(viewerA, (tx) => tx.execute(query));
    expect(await seen(sql`select id from leads where id = ${lead}`)).toHaveLength(0);
    expect(await seen(sql`select id from lead_offers where lead_id = ${lead}`)).toHaveLength(0);
    for (const column of ["score", "reasons", "offered_by_id"])
      await expect(seen(sql`select ${sql.identifier(column)} from lead_offers`)).rejects.toThrow();
    await expect(seen(sql`select created_by_id from leads`)).rejects.toThrow();
  });

  it("sec:T14 let a partner answer, open, give up and note only its own", async () => {
    const lead = await entered();
    await offer(lead, cast.b);
    expect(await refused(accept(viewerA, lead))).toBe("NotFound");
    const call = (viewer: PartnerViewer, query: ReturnType<typeof sql>) =>
      withViewer(viewer, (tx) => tx.execute<{ said: unknown }>(query)).then(
        ([row]) => row?.said,
        (error: Error & { cause?: Error }) => error.cause?.message ?? error.message,
      );
    expect(await call(viewerA, sql`select answer_lead(${lead}, true, '') as said`)).toBe("gone");
    await accept(viewerB, lead);
    expect(await call(viewerA, sql`select open_lead_deal(${lead}, 'x', 1, 'EUR', '2999-01-01') as said`)).toBeNull();
    expect(await call(viewerA, sql`select lose_lead(${lead}, 'x') as said`)).toBe(false);
    expect(await call(viewerA, sql`select note_lead(${lead}, 'x', null) as said`)).toBe(false);
    expect(await call(viewerB, sql`select note_lead(${lead}, 'x', 3) as said`)).toBe(true);
    expect(await call(viewerB, sql`select note_lead(${lead}, 'x', 6) as said`)).toMatch(/lead_notes_rating/);
    for (const change of [
      sql`update leads set status = 'converted'`,
      sql`update lead_offers set answer_by = '2999-01-01'`,
      sql`insert into lead_offers (lead_id, partner_id, answer_by, score, reasons) values (${lead}, ${cast.b}, now(), 1, '[]')`,
      sql`delete from lead_notes`,
      sql`insert into lead_notes (lead_id, partner_id, text) values (${lead}, ${cast.b}, 'x')`,
    ])
      expect(await call(viewerB, change)).toMatch(/permission denied/);
    expect(await stored(lead)).toEqual({ status: "accepted", partner: cast.b });
  });
});

describe("the moves of a lead", () => {
  const moves: Record<keyof typeof leadMoves, (leadId: string) => Promise<unknown>> = {
    offer: (leadId) => offer(leadId, cast.b),
    accept: (leadId) => accept(viewerA, leadId),
    decline: (leadId) => decline(viewerA, leadId),
    expire: async (leadId) => {
      const { passed } = await passOnLeads(new Date("2990-01-01"), url);
      if (passed !== 1) throw new Refused(`${leadId} did not expire`);
    },
    passOn: (leadId) => asStaff((tx) => passOnLead(tx, { leadId, reason: "why" }, moment())),
    giveUp: async (leadId) => {
      await database.sql`update partners set lead_weight = 0`;
      const { unplaced } = await passOnLeads(now(), url);
      await database.sql`update partners set lead_weight = 100`;
      if (unplaced !== 1) throw new Refused(`${leadId} was not given up`);
    },
    openDeal: (leadId) => open(viewerA, leadId),
    linkDeal: (leadId) =>
      asStaff((tx) => linkLead(tx, { leadId, dealId: "aaaaaaaa-0000-4000-8000-000000000005" }, { now: now() })),
    lose: (leadId) => withViewer(viewerA, (tx) => loseLead(tx, { leadId, reason: "why" })),
  };

  it("are made by the commands from exactly the states that the machine names", async () => {
    const wrong: string[] = [];
    for (const move of Object.keys(moves) as (keyof typeof moves)[])
      for (const status of keysOf(leadStatuses)) {
        const lead = await entered();
        const held = !["new", "unplaced"].includes(status);
        await database.sql`update leads set status = ${status}, partner_id = ${held ? cast.a : null} where id = ${lead}`;
        if (move !== "offer")
          await database.sql`insert into lead_offers (lead_id, partner_id, status, answer_by, score, reasons)
            values (${lead}, ${cast.a}, ${status === "offered" ? "offered" : held ? "accepted" : "declined"}, now() + interval '1 day', 1, '[]')`;
        const said = await refused(moves[move](lead));
        if ((said === "done") !== mayMove(move, status)) wrong.push(`${move} from ${status}: ${said}`);
        await database.sql`delete from lead_offers`;
        await database.sql`update leads set status = 'lost', partner_id = null, deal_id = null where id = ${lead}`;
      }
    expect(wrong).toEqual([]);
  }, 60_000);
});

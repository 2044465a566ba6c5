import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { recordAudit } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { correctDealOutcome } from "@/db/deals/commands";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import type { StaffRole } from "@/lib/access/roles";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { answerForm, askForm, issueFilter } from "@/lib/issues/form";
import { answerIssue, closeIssue, giveIssue, openIssue, reopenIssue, sayOnIssue, takeIssue } from "./commands";
import { getIssue, listIssueEvents, listIssues, listOpenAbout, readIssuePage } from "./queries";

const database = testDatabase();
const p = "00000000-0000-4000-8000-000000000001";
const q = "00000000-0000-4000-8000-000000000002";
const deal = "00000000-0000-4000-9000-000000000001";
const now = new Date("2026-04-02T10:00:00Z");
const moment = { now, portalUrl: "https://portal.example" };
let [pat, quinn, mara, olga]: string[] = [];

const partner = (partnerId: string, personId = ""): Viewer =>
  ({ kind: "partner", role: "partner_admin", partnerId, partnerName: "P", personId, name: "Pat" }) as Viewer;
const staff = (personId: string | undefined, role: StaffRole): Viewer =>
  ({ kind: "staff", role, personId, name: "Staff" }) as Viewer;
const ofP = () => partner(p, pat);
const manager = () => staff(mara, "channel_manager");
const owner = () => staff(olga, "program_owner");

beforeAll(async () => {
  const { sql: db } = database;
  mara = await makePerson(db, { role: "channel_manager", email: "mara@vendor.example", name: "Mara" });
  olga = await makePerson(db, { role: "program_owner", email: "olga@vendor.example", name: "Olga" });
  await db`insert into partners (id, name, type, manager_id) values (${p}, 'P', 'reseller', ${mara}), (${q}, 'Q', 'reseller', null)`;
  pat = await makePerson(db, { role: "partner_admin", email: "pat@p.example", name: "Pat", partnerId: p });
  quinn = await makePerson(db, { role: "partner_admin", email: "quinn@q.example", name: "Quinn", partnerId: q });
  await db`insert into deals (id, name, stage, currency) values (${deal}, 'Deal B', 'prospecting', 'USD')`;
  await db`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${p}, 'sourcing')`;
  await db`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, '2026-01-10', 'prospecting', 400000, 'USD'), (${deal}, '2026-03-20', 'lost', 400000, 'USD')`;
});

const question = (over: Record<string, string> = {}) =>
  askForm.parse({
    metric: "sourced_revenue",
    query: "?from=2026-01-01&to=2026-04-01",
    question: "Deal B was won",
    ...over,
  });
const ask = (viewer: Viewer, over?: Record<string, string>) =>
  withViewer(viewer, (tx) => openIssue(tx, viewer, question(over), moment));
const act = <T>(viewer: Viewer, work: (tx: Tx, viewer: Viewer) => Promise<T>) =>
  withViewer(viewer, (tx) => work(tx, viewer));
const answering = (issueId: string, over: Record<string, string> = {}) =>
  answerForm.parse({ issueId, answer: "valid", text: "You are right", ...over });
const mails = async () => (await database.sql`select 1 from mail_outbox`).length;

describe("a question about a figure", () => {
  it("keeps the figure and its rows as they were, goes to the partner's manager, and is answered with the correction and the figure since (req:F6)", async () => {
    const { id } = await ask(ofP(), { about: `deal:${deal}` });
    const asked = await getIssue(ofP(), id);
    expect(asked).toMatchObject({ value: "0.0000", owner: "Mara", dueOn: "2026-04-07", status: "open" });
    expect(asked.evidence).toMatchObject({ period: "Q1 2026", about: { name: "Deal B" }, parts: [{ count: 0 }] });
    expect(await mails()).toBe(1);
    await act(manager(), (tx, viewer) => takeIssue(tx, viewer, { personId: mara as string, name: "Mara" }, id));
    const actor = { personId: olga as string, name: "Olga" };
    await act(owner(), async (tx) => {
      const correction = { dealId: deal, stage: "won", on: "2026-03-28", amountE4: null, reason: "A late order" };
      const { audit } = await correctDealOutcome(tx, actor, correction, "2026-04-02");
      await recordAudit(tx, actor, audit);
    });
    const { corrections } = await readIssuePage(manager(), id);
    expect(corrections.map(({ says, actor: who }) => [says, who])).toEqual([
      ["The deal was corrected: Deal B", "Olga"],
    ]);
    const input = answering(id, { correction: corrections[0]?.id ?? "" });
    await act(manager(), (tx, viewer) => answerIssue(tx, viewer, input, moment));
    const read = await getIssue(ofP(), id);
    expect(read).toMatchObject({ status: "answered", answer: "valid", value: "0.0000", valueAfter: "40.0000" });
    expect(read.evidence).toEqual(asked.evidence);
    const events = await listIssueEvents(ofP(), id);
    expect(events.map(({ kind, text, href }) => [kind, text, href])).toEqual([
      ["opened", null, null],
      ["taken", null, null],
      ["corrected", "The deal was corrected: Deal B", `/deals/${deal}`],
      ["answered", "You are right", null],
    ]);
    expect(await mails()).toBe(2);
  });

  it("is opened again with what is still wrong, and closed by who asked", async () => {
    const { id } = await ask(ofP());
    await act(manager(), (tx, viewer) => answerIssue(tx, viewer, answering(id, { answer: "incomplete" }), moment));
    await act(ofP(), (tx, viewer) => reopenIssue(tx, viewer, { issueId: id, text: "Here is the order" }, moment));
    expect(await getIssue(owner(), id)).toMatchObject({ status: "open" });
    await act(ofP(), (tx, viewer) => closeIssue(tx, viewer, id, now));
    const again = () => act(ofP(), (tx, viewer) => closeIssue(tx, viewer, id, now));
    await expect(again()).rejects.toThrow(Refused);
    expect((await listIssues(ofP(), issueFilter.parse({ show: "closed" }))).rows.map((row) => row.id)).toContain(id);
  });

  it("stands on the page of the figure that it is about while it waits, and no other", async () => {
    const { id } = await ask(ofP());
    const ids = async (viewer: Viewer, metric: string, partnerId: string | null) =>
      (await listOpenAbout(viewer, { metric, partnerId })).map((issue) => issue.id);
    expect(await ids(owner(), "sourced_revenue", p)).toEqual([id]);
    expect(await ids(owner(), "sourced_revenue", null)).toEqual([]);
    expect(await ids(ofP(), "sourced_revenue", null)).toEqual([id]);
    expect(await ids(ofP(), "win_rate", null)).toEqual([]);
    await act(ofP(), (tx, viewer) => closeIssue(tx, viewer, id, now));
    expect(await ids(owner(), "sourced_revenue", p)).toEqual([]);
  });

  it("goes to somebody of the role that owns the metric when no partner's manager is there", async () => {
    const { id } = await ask(manager());
    expect(await getIssue(owner(), id)).toMatchObject({ owner: "Olga", partnerId: null });
  });

  it("is not answered by who asked, nor given to somebody who may not answer", async () => {
    const { id } = await ask(manager());
    await expect(act(manager(), (tx, viewer) => answerIssue(tx, viewer, answering(id), moment))).rejects.toThrow(
      Refused,
    );
    const give = { issueId: id, ownerId: pat as string, dueOn: "2026-05-01" };
    await expect(act(owner(), (tx, viewer) => giveIssue(tx, viewer, give))).rejects.toThrow(Refused);
  });

  it("of another partner, of staff alone, or about another's row is not there for a partner (sec:T1)", async () => {
    const { id } = await ask(ofP());
    const other = partner(q, quinn);
    await expect(getIssue(other, id)).rejects.toThrow(NotFound);
    await expect(
      act(other, (tx, viewer) => reopenIssue(tx, viewer, { issueId: id, text: "x" }, moment)),
    ).rejects.toThrow(NotFound);
    await expect(ask(other, { about: `deal:${deal}` })).rejects.toThrow(NotFound);
    await expect(ask(other, { query: `?partner=${p}` })).rejects.toThrow(NotFound);
    await expect(ask(ofP(), { metric: "portal_adoption" })).rejects.toThrow(NotFound);
    const kept = await ask(manager(), { query: `?partner=${p}` });
    await expect(getIssue(ofP(), kept.id)).rejects.toThrow(NotFound);
    expect((await listIssues(other, issueFilter.parse({ show: "all" }))).rows).toEqual([]);
  });

  it("carries what staff note among themselves to no partner", async () => {
    const { id } = await ask(ofP());
    const note = { issueId: id, text: "They ask every month", internal: true };
    await act(manager(), (tx, viewer) => sayOnIssue(tx, viewer, note));
    expect(JSON.stringify(await readIssuePage(ofP(), id))).not.toContain("every month");
    expect(JSON.stringify(await readIssuePage(owner(), id))).toContain("every month");
    await expect(act(ofP(), (tx, viewer) => sayOnIssue(tx, viewer, note))).rejects.toThrow(NotFound);
  });

  it("is never changed in what was asked, nor answered by a partner, whatever the application does", async () => {
    const { id } = await ask(ofP());
    const change = (viewer: Viewer, set: ReturnType<typeof sql>) =>
      withViewer(viewer, (tx) => tx.execute(sql`update data_issues set ${set} where id = ${id}`));
    const denied = { cause: { message: expect.stringMatching(/permission denied|row-level security/) } };
    await expect(change(owner(), sql`value = '1'`)).rejects.toMatchObject(denied);
    await expect(change(owner(), sql`evidence = '{}'`)).rejects.toMatchObject(denied);
    await expect(change(ofP(), sql`answer = 'valid'`)).rejects.toMatchObject(denied);
    await expect(change(ofP(), sql`status = 'answered'`)).rejects.toMatchObject(denied);
  });

  it("waits for nobody who has left: without an active manager it goes to a program owner", async () => {
    const none = await ask(partner(q, quinn));
    expect(await getIssue(owner(), none.id)).toMatchObject({ owner: "Olga" });
    await database.sql`update people set access = 'disabled' where id = ${mara as string}`;
    const gone = await ask(ofP());
    await database.sql`update people set access = 'active' where id = ${mara as string}`;
    expect(await getIssue(owner(), gone.id)).toMatchObject({ owner: "Olga" });
  });
});

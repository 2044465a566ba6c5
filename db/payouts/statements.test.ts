import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Tx, withViewer, withWorker } from "@/db/client";
import { accrueIncentives } from "@/db/incentives/accrue";
import { approveEarnings } from "@/db/incentives/approve";
import { closeMonth } from "@/db/incentives/close";
import { proveLedger } from "@/db/incentives/prove";
import { testDatabase } from "@/db/testing/database";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makeReady, newKey, payOut, settleAll } from "@/db/testing/payouts";
import { makePartner, makePerson } from "@/db/testing/people";
import type { PartnerViewer } from "@/lib/access/viewer";
import { bankForm } from "@/lib/payouts/bank";
import { correctLine } from "./correct";
import { changeBank, listDetails, ownerOf } from "./details";
import { readReadiness } from "./readiness";
import { resealDetails } from "./reseal";
import { unsealDetails } from "./seal";
import { confirmStatement, questionLine, readLine, readStanding } from "./statements";

const database = testDatabase();
let people: [string, string];
let viewer: PartnerViewer;
let line: string;
const moment = () => ({ now: new Date(), portalUrl: "http://localhost" });

beforeAll(async () => {
  people = await makeTwo(database.sql);
  await makePlan(database.sql, people);
});
beforeEach(async () => {
  const partnerId = await makePartner(database.sql, `Partner ${Math.random()}`);
  const email = `p${Math.random()}@partner.example`;
  const personId = await makePerson(database.sql, { role: "partner_admin", email, partnerId });
  viewer = {
    kind: "partner",
    role: "partner_admin",
    partnerId,
    partnerName: "P",
    personId,
    sessionId: "x",
    name: "Nora",
    email,
  };
  await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${partnerId}, 'new', 20000000, 'USD', '2026-02-03')`;
  await accrueIncentives();
  const [row] = await database.sql`select id from earnings where partner_id = ${partnerId}`;
  line = row?.id;
});

const asPartner = <Result>(work: (tx: Tx) => Promise<Result>) => withViewer(viewer, work);
const correct = (amount: string, key = newKey()) =>
  withWorker((tx) => correctLine(tx, { key, earningId: line, amount, why: "The rate was agreed higher" }), people[1]);
const which = () => ({ partner: viewer.partnerId, month: "2026-02-01", currency: "USD" });
const sums = async () =>
  (
    await database.sql`select amount_minor::int as amount, status, statement_month::text as month, corrects_id as of from earnings where partner_id = ${viewer.partnerId} order by created_at, seq`
  ).map(({ amount, status, month, of }) => [amount, status, month, of]);

describe("sec:P7 a line that a partner questions", () => {
  it("stops payouts until it is answered, and is put right by a new line that names it, while its closed statement stays", async () => {
    await withWorker(
      (tx) => approveEarnings(tx, [{ partnerId: viewer.partnerId, currency: "USD" }], { personId: people[1] }),
      people[1],
    );
    await makeReady(database.sql, [viewer.partnerId]);
    await withWorker((tx) => closeMonth(tx, "2026-02-01", { personId: people[1], today: "2026-03-01" }), people[1]);
    const kept = () => database.sql`select content, sha256 from statements where partner_id = ${viewer.partnerId}`;
    const before = await kept();
    const { id } = await asPartner((tx) =>
      questionLine(tx, viewer, { earningId: line, question: "Why not 6 %?" }, moment()),
    );
    await expect(
      asPartner((tx) => questionLine(tx, viewer, { earningId: line, question: "Again" }, moment())),
    ).rejects.toThrow("already");
    await expect(asPartner((tx) => confirmStatement(tx, viewer, which()))).rejects.toThrow("waits for its answer");
    expect((await readReadiness(viewer, "")).flatMap(({ missing }) => missing.map(({ key }) => key))).toEqual([
      "dispute",
    ]);
    expect(await payOut(people, [viewer.partnerId])).toBeNull();
    await correct("20.00");
    await database.sql`update data_issues set status = 'answered', answer = 'valid', resolved_at = now() where id = ${id}`;
    await accrueIncentives();
    await database.sql`insert into incentive_dirty (partner_id, month) values (${viewer.partnerId}, '-infinity')`;
    expect(await accrueIncentives()).toBe(0);
    expect(await sums()).toEqual([
      [10_000, "approved", "2026-02-01", null],
      [2_000, "held", "2026-03-01", line],
    ]);
    expect((await readLine(viewer, line)).around.map(({ says }) => says)).toEqual([
      "Corrected: The rate was agreed higher",
    ]);
    expect(await kept()).toEqual(before);
    await asPartner((tx) => confirmStatement(tx, viewer, which()));
    expect(await readStanding(viewer, which())).toMatchObject({ confirmed: true, questions: 0 });
    const batch = (await payOut(people, [viewer.partnerId])) as string;
    await settleAll(database.sql, people[0], batch, "paid");
    expect((await proveLedger()).problems).toEqual([]);
  });

  it("is corrected once for a form sent twice, to less as far as it came, and by nobody else's partner", async () => {
    const key = newKey();
    expect([await correct("-30.00", key), await correct("-30.00", key)].map(({ replayed }) => replayed)).toEqual([
      false,
      true,
    ]);
    await expect(correct("-70.01")).rejects.toThrow("More cannot be taken back");
    await correct("-70.00");
    const [row] =
      await database.sql`select -sum(balance_minor)::int as left from ledger_accounts where partner_id = ${viewer.partnerId}`;
    expect(row?.left).toBe(0);
    const other = { ...viewer, partnerId: await makePartner(database.sql, "Other") };
    await expect(
      withViewer(other, (tx) => questionLine(tx, other, { earningId: line, question: "x" }, moment())),
    ).rejects.toThrow("does not exist");
    expect((await proveLedger()).problems).toEqual([]);
  });
});

describe("bank details", () => {
  it("lie sealed, open with the key of now and for their partner alone, are shown by their end, wait, and are told to every admin of the partner", async () => {
    await database.sql`update settings set payout_hold_days = 3`;
    const bank = bankForm.parse({ holder: "Bode", iban: "DE89370400440532013000", bic: "COBADEFF" });
    const { audit } = await asPartner((tx) => changeBank(tx, viewer, bank, "http://localhost"));
    const stored = JSON.stringify([
      await database.sql`select * from payout_details where partner_id = ${viewer.partnerId}`,
      audit,
      await listDetails(viewer, ""),
    ]);
    expect(stored).toContain('"last4":"3000"');
    expect(stored).not.toContain("37040044");
    expect(stored).not.toContain("Bode");
    const [row] =
      await database.sql`select held_until > now() + interval '71 hours' as held, created_by_id from payout_details where partner_id = ${viewer.partnerId}`;
    expect(row).toEqual({ held: true, created_by_id: viewer.personId });
    const [mail] = await database.sql`select count(*)::int as n from mail_outbox where recipient = ${viewer.email}`;
    expect(mail?.n).toBe(1);
    const secret = process.env.AUTH_SECRET;
    process.env.AUTH_SECRET = "a later secret, ".repeat(3);
    await expect(resealDetails()).rejects.toThrow("AUTH_SECRET_BEFORE");
    process.env.AUTH_SECRET_BEFORE = secret;
    expect(await resealDetails()).toBeGreaterThan(0);
    delete process.env.AUTH_SECRET_BEFORE;
    const [kept] = await database.sql`select sealed, key_id from payout_details where partner_id = ${viewer.partnerId}`;
    const sealed = { sealed: kept?.sealed, keyId: kept?.key_id };
    expect(unsealDetails(sealed, ownerOf(viewer.partnerId, "bank"))).toEqual(bank);
    expect(() => unsealDetails(sealed, ownerOf(people[0], "bank"))).toThrow();
    process.env.AUTH_SECRET = secret;
    await expect(asPartner((tx) => tx.execute("select sealed from payout_details"))).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });
});

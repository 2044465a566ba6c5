import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Tx, withViewer, withWorker } from "@/db/client";
import { decideClaim } from "@/db/funds/decide-claim";
import { readMyFunds } from "@/db/funds/queries";
import { accrueIncentives } from "@/db/incentives/accrue";
import { approveEarnings } from "@/db/incentives/approve";
import { closeMonth } from "@/db/incentives/close";
import { proveLedger } from "@/db/incentives/prove";
import { listMonths } from "@/db/incentives/queries";
import { readStatement } from "@/db/incentives/statement";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { testDatabase } from "@/db/testing/database";
import { approveRequest, ask, claim, type FundCast, give, makeBudget, makeFundCast } from "@/db/testing/funds";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makeReady, newKey, payOut, settleAll } from "@/db/testing/payouts";
import { makePartner } from "@/db/testing/people";
import { monthOf } from "@/lib/incentives/periods";
import { prepareBatch } from "./prepare";

const database = testDatabase();
let people: [string, string];
let cast: FundCast;

beforeAll(async () => {
  people = await makeTwo(database.sql);
  await makePlan(database.sql, people);
  await database.sql`update settings set payout_hold_days = 0`;
});

const as = <Result>(personId: string, work: (tx: Tx) => Promise<Result>) => withWorker(work, personId);
/** What the accounts of a partner hold, in cents, without those that hold nothing. */
const accounts = async (id: string) => {
  const rows =
    await database.sql`select kind, abs(balance_minor)::int as held from ledger_accounts where partner_id = ${id} and balance_minor <> 0`;
  return Object.fromEntries(rows.map(({ kind, held }) => [kind, held]));
};
const sold = (id: string, amount: number, kind = "new") =>
  database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${id}, ${kind}, ${String(amount * 10_000)}, 'USD', '2026-02-03')`;
/** Reckons anew and approves everything of these partners. */
const earn = async (...ids: string[]) => {
  await accrueIncentives();
  const groups = ids.map((partnerId) => ({ partnerId, currency: "USD" }));
  await as(people[1], (tx) => approveEarnings(tx, groups, { personId: people[1] })).catch(() => {});
};
const pay = async (ids: string[], outcome: "paid" | "failed" = "paid") => {
  const batch = (await payOut(people, ids)) as string;
  await settleAll(database.sql, people[0], batch, outcome);
  return batch;
};
const payoutOf = async (batch: string) =>
  (
    await database.sql`select amount_minor::int as amount, lines, earned_minor::int as earned, claims, claimed_minor::int as claimed, status from payouts where batch_id = ${batch}`
  )[0];
const holds = async () => expect((await proveLedger()).problems).toEqual([]);

describe("claims of funds and payouts", () => {
  let partner: string;
  beforeEach(async () => {
    cast = await makeFundCast(database.sql);
    partner = cast.partner.partnerId;
    await makeReady(database.sql, [partner]);
  });
  const approved = async (amount: string, of = amount) => {
    const request = await ask(cast, await give(database.sql, cast, await makeBudget(cast), "5000"), amount);
    await approveRequest(cast, request);
    const id = await claim(cast, request, amount);
    const actor = { personId: cast.finance.personId, name: "F" };
    const decision = { claimId: id, decision: "approve" as const, amount: of, reason: "" };
    await withViewer(cast.finance, (tx) => decideClaim(tx, cast.finance, actor, decision));
  };
  const paidClaims = async () => (await readMyFunds(cast.partner)).claims.map(({ paid }) => paid);

  it("a claim alone is paid by a batch, is payable again when the payment fails, and paid once by the next", async () => {
    await approved("900", "800");
    expect(await accounts(partner)).toEqual({ payable: 80_000 });
    const failed = await pay([partner], "failed");
    expect(await payoutOf(failed)).toEqual({
      amount: 80_000,
      lines: 0,
      earned: 0,
      claims: 1,
      claimed: 80_000,
      status: "failed",
    });
    expect([await accounts(partner), await paidClaims()]).toEqual([{ payable: 80_000 }, [false]]);
    await holds();
    await pay([partner]);
    expect([await accounts(partner), await paidClaims()]).toEqual([{ paid: 80_000 }, [true]]);
    await holds();
    await expect(
      as(people[0], (tx) => prepareBatch(tx, { key: newKey(), currency: "USD", partner: [partner] })),
    ).rejects.toThrow("Nothing waits to be paid");
  });

  it("is one payment with what was earned, less what is owed back; the claim is in it, and in no other", async () => {
    await sold(partner, 2_000);
    await earn(partner);
    await pay([partner]);
    await sold(partner, -600, "refund");
    await sold(partner, 1_000);
    await database.sql`update revenue_lines set deal_id = null where partner_id = ${partner}`;
    await approved("500");
    await earn(partner);
    expect(await accounts(partner)).toEqual({ paid: 10_000, payable: 52_000 });
    const batch = (await payOut(people, [partner])) as string;
    expect(await payoutOf(batch)).toMatchObject({
      amount: 52_000,
      lines: 1,
      earned: 5_000,
      claims: 1,
      claimed: 50_000,
    });
    expect(await paidClaims()).toEqual([false]);
    await settleAll(database.sql, people[0], batch, "paid");
    expect([await accounts(partner), await paidClaims()]).toEqual([{ paid: 62_000 }, [true]]);
    await holds();
    const byHand = (value: string | null) =>
      database.sql`update fund_claims set payout_id = ${value} where partner_id = ${partner}`;
    await expect(byHand(null)).rejects.toThrow("paid by one payout");
    await expect(byHand(newKey())).rejects.toThrow("paid by one payout");
    await database.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update fund_claims set payout_id = null where partner_id = ${partner}`;
    });
    expect((await proveLedger()).problems.join()).toMatch(/made of 1 claims of 50000, it holds 0 of 0/);
    await database.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update fund_claims set payout_id = (select id from payouts where batch_id = ${batch}) where partner_id = ${partner}`;
    });
    await holds();
  });

  it("is listed by the statement of its month in words, also by one without any line, and stays in the closed one", async () => {
    await approved("900", "800");
    const [claimed] = await listMonths(cast.partner, partner);
    expect(claimed).toMatchObject({ lines: 0, claims: 1, claimedMinor: 80_000n, currency: "USD" });
    const asked = { partner, month: monthOf(claimed?.month as string), currency: "USD", after: "" };
    const said = async () =>
      (await readStatement(cast.partner, asked)).claims.map(({ title, approvedMinor }) => [title, approvedMinor]);
    expect(await said()).toEqual([["Autumn webinar", 80_000n]]);
    await as(people[1], (tx) => closeMonth(tx, asked.month, { personId: people[1], today: "2099-01-01" }));
    const [row] =
      await database.sql`select claims, claimed_minor::int as sum, content::json -> 'claims' -> 0 ->> 'what' as what from statements where partner_id = ${partner}`;
    expect(row).toEqual({ claims: 1, sum: 80_000, what: "Autumn webinar" });
    expect(await said()).toEqual([["Autumn webinar", 80_000n]]);
    expect(await listMonths(cast.partner, partner)).toMatchObject([{ claims: 1, claimedMinor: 80_000n }]);
    await holds();
  });
});

describe("a merge of two records of one partner", () => {
  let kept: string;
  let merged: string;
  let mergeId: string;
  beforeEach(async () => {
    [kept, merged] = [
      await makePartner(database.sql, `Kept ${Math.random()}`),
      await makePartner(database.sql, `Merged ${Math.random()}`),
    ];
    await makeReady(database.sql, [kept, merged]);
  });
  const merge = async () => {
    const given = { survivorId: kept, mergedId: merged, reason: "One company" };
    mergeId = (await as(people[0], (tx) => mergePartners(tx, { personId: people[0] }, given))).id;
    await accrueIncentives();
  };
  const undo = async () => {
    await as(people[0], (tx) => unmergePartners(tx, { personId: people[0] }, { mergeId, reason: "They are two" }));
    await accrueIncentives();
  };
  const both = async () => [await accounts(kept), await accounts(merged)];

  it("earns nothing again of what was paid, and takes nothing back; undone, all is as it was", async () => {
    await sold(merged, 1_000);
    await sold(kept, 400);
    await earn(kept, merged);
    await pay([merged]);
    const before = await both();
    expect(before).toEqual([{ payable: 2_000 }, { paid: 5_000 }]);
    await merge();
    expect(await both()).toEqual(before);
    await undo();
    expect(await both()).toEqual(before);
    await holds();
  });

  it("pays what is left of what the merged record was owed to the account of the other, once", async () => {
    await sold(merged, 1_000);
    await earn(merged);
    await merge();
    await database.sql`update revenue_lines set amount_e4 = 4000000 where partner_id = ${kept}`;
    await accrueIncentives();
    // What was not paid yet is less; nobody owes anything.
    expect(await both()).toEqual([{}, { payable: 2_000 }]);
    const batch = await pay([merged]);
    const [to] =
      await database.sql`select d.partner_id as payee from payouts p join payout_details d on d.id = p.bank_id where batch_id = ${batch}`;
    expect(to?.payee).toBe(kept);
    await earn(kept, merged);
    expect(await both()).toEqual([{}, { paid: 2_000 }]);
    await holds();
  });

  it("takes a refund of what the merged record was paid from what either is owed, and returns it when it is undone", async () => {
    await sold(merged, 1_000);
    await earn(merged);
    await pay([merged]);
    await merge();
    await sold(kept, 500);
    await database.sql`update revenue_lines set amount_e4 = 4000000 where partner_id = ${kept} and amount_e4 = 10000000`;
    await earn(kept);
    // Of 1,000 paid at 5 % only 400 stand: 30.00 are owed, and come off the 25.00 that are new.
    expect(await both()).toEqual([{ clawback: 500 }, { paid: 5_000 }]);
    await holds();
    await undo();
    await earn(kept, merged);
    expect(await both()).toEqual([{ payable: 2_500 }, { paid: 5_000, clawback: 3_000 }]);
    await holds();
  });

  it("lets what one record owed before come off what the other is to be paid, and gives it back when it is undone", async () => {
    await sold(merged, 1_000);
    await earn(merged);
    await pay([merged]);
    await database.sql`update revenue_lines set amount_e4 = 4000000 where partner_id = ${merged}`;
    await sold(kept, 1_600);
    await earn(kept, merged);
    expect(await both()).toEqual([{ payable: 8_000 }, { paid: 5_000, clawback: 3_000 }]);
    await merge();
    const batch = await pay([kept]);
    expect(await payoutOf(batch)).toMatchObject({ amount: 5_000, earned: 8_000 });
    expect(await both()).toEqual([{ paid: 5_000 }, { paid: 5_000 }]);
    await holds();
    await undo();
    expect(await both()).toEqual([
      { paid: 5_000, payable: 3_000 },
      { paid: 5_000, clawback: 3_000 },
    ]);
    await holds();
    await pay([kept]);
    expect(await accounts(kept)).toEqual({ paid: 8_000 });
    await holds();
  });
});

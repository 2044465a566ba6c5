import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Tx, withWorker } from "@/db/client";
import { accrueIncentives } from "@/db/incentives/accrue";
import { approveEarnings } from "@/db/incentives/approve";
import { proveLedger } from "@/db/incentives/prove";
import { testDatabase } from "@/db/testing/database";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makeReady, newKey, payOut, settleAll } from "@/db/testing/payouts";
import { makePartner, makePerson } from "@/db/testing/people";
import { rounds } from "@/db/testing/rounds";
import { approveBatch } from "./approve";
import { cancelBatch, prepareBatch } from "./prepare";
import { settlePayouts } from "./settle";

const database = testDatabase();
let people: [string, string];
let finance: [string, string];
let partner: string;

beforeAll(async () => {
  people = await makeTwo(database.sql);
  finance = [people[1], await makePerson(database.sql, { role: "finance", email: "f2@northstar.example" })];
  await makePlan(database.sql, people);
});
beforeEach(async () => {
  partner = await payable(1_000_00n);
});

const as = <Result>(personId: string, work: (tx: Tx) => Promise<Result>) => withWorker(work, personId);
/** A partner who is ready and is to be paid so much. */
async function payable(amountMinor: bigint): Promise<string> {
  const [id] = (await many(1, amountMinor)) as [string];
  return id;
}
async function many(count: number, amountMinor: bigint): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await makePartner(database.sql, `Partner ${Math.random()}`));
  await makeReady(database.sql, ids);
  await earnMore(ids, amountMinor);
  return ids;
}
async function earnMore(ids: string[], amountMinor: bigint): Promise<void> {
  await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on)
    select p, 'new', ${(amountMinor * 2000n).toString()}, 'USD', '2026-02-03' from unnest(${ids}::uuid[]) p`;
  await accrueIncentives();
  await as(people[1], (tx) =>
    approveEarnings(
      tx,
      ids.map((partnerId) => ({ partnerId, currency: "USD" })),
      { personId: people[1] },
    ),
  );
}
const accounts = async (id = partner) =>
  Object.fromEntries(
    (await database.sql`select kind, balance_minor::int as b from ledger_accounts where partner_id = ${id}`).map(
      ({ kind, b }) => [kind, b],
    ),
  );
const prepare = (ids: string[], key = newKey(), by = finance[0]) =>
  as(by, (tx) => prepareBatch(tx, { key, currency: "USD", partner: ids }));
const approve = (batchId: string, { by = finance[1], beyond = false, key = newKey() } = {}) =>
  as(by, (tx) => approveBatch(tx, { personId: by, beyond }, { key, batchId }));
const settle = (batchId: string, outcomes: Parameters<typeof settlePayouts>[1]["outcomes"], key = newKey()) =>
  as(finance[0], (tx) => settlePayouts(tx, { key, batchId, outcomes, portalUrl: "http://localhost" }));
const payoutsOf = (batchId: string) =>
  database.sql<
    { id: string; status: string; reason: string | null; amount: number }[]
  >`select id, status, reason, amount_minor::int as amount from payouts where batch_id = ${batchId} order by id`;
const holds = async () => expect((await proveLedger()).problems).toEqual([]);

describe("a payout", () => {
  it("of what was approved since waits until the batch before it was decided on, and keeps nobody else from being paid", async () => {
    const other = await payable(500_00n);
    const first = await prepare([partner]);
    await earnMore([partner], 300_00n);
    await expect(prepare([partner])).rejects.toThrow(/A batch with .*1,000\.00.* waits for its second person first/);
    const second = await prepare([partner, other]);
    expect(await payoutsOf(second.batchId)).toMatchObject([{ amount: 500_00 }]);
    await approve(first.batchId);
    expect(await payoutsOf((await prepare([partner])).batchId)).toMatchObject([{ amount: 300_00 }]);
    await holds();
  });

  it("goes from payable to the bank and is paid, or comes back and is paid by the next", async () => {
    const { batchId } = await prepare([partner]);
    expect(await accounts()).toMatchObject({ payable: -100_000 });
    await approve(batchId);
    expect(await accounts()).toMatchObject({ payable: 0, paying: -100_000 });
    await holds();
    await settleAll(database.sql, finance[0], batchId, "failed");
    expect(await accounts()).toMatchObject({ payable: -100_000, paying: 0 });
    await holds();
    const again = (await payOut(finance, [partner])) as string;
    await settleAll(database.sql, finance[0], again, "paid");
    expect(await accounts()).toMatchObject({ payable: 0, paying: 0, paid: -100_000 });
    expect(
      (await database.sql`select status from earnings where partner_id = ${partner}`).map(({ status }) => status),
    ).toEqual(["paid"]);
    await holds();
  });

  it("is less by what is owed back, and what is taken back while it is with the bank comes off the next", async () => {
    const first = (await payOut(finance, [partner])) as string;
    await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${partner}, 'refund', -6000000, 'USD', '2026-02-10')`;
    await accrueIncentives();
    expect(await accounts()).toMatchObject({ paying: -100_000, clawback: 3_000 });
    await settleAll(database.sql, finance[0], first, "failed");
    expect(await accounts()).toMatchObject({ payable: -97_000, paying: 0, clawback: 0 });
    const { batchId } = await prepare([partner]);
    expect((await payoutsOf(batchId)).map(({ amount }) => amount)).toEqual([97_000]);
    await approve(batchId);
    await settleAll(database.sql, finance[0], batchId, "paid");
    await holds();
  });

  it("is left out of an approval when the account changed, the partner is suspended, or something was taken back meanwhile", async () => {
    const [changed, short, stays, held] = (await many(4, 50_00n)) as [string, string, string, string];
    const { batchId } = await prepare([changed, short, stays, held]);
    await makeReady(database.sql, [changed]);
    await database.sql`update partners set status = 'suspended' where id = ${held}`;
    await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${short}, 'refund', -200000, 'USD', '2026-02-03')`;
    await database.sql`update revenue_lines set amount_e4 = 5000000 where partner_id = ${short} and kind = 'new'`;
    await accrueIncentives();
    expect(await approve(batchId)).toMatchObject({ payouts: 1, left: 3 });
    const left = (await payoutsOf(batchId)).filter(({ status }) => status === "dropped").map(({ reason }) => reason);
    expect(left.sort()).toEqual([
      "Bank details changed since the batch was prepared",
      "Something was taken back since the batch was prepared",
      "The partnership is suspended",
    ]);
    expect(await accounts(stays)).toMatchObject({ paying: -5_000 });
    expect(await accounts(changed)).toMatchObject({ payable: -5_000 });
    await database.sql`update partners set status = 'active' where id = ${held}`;
    await holds();
    expect((await prepare([changed, short, held])).payouts).toBe(3);
  });

  it("is not prepared for a partner who misses something, with the reason in words", async () => {
    const id = await payable(10_00n);
    const refused = (words: string) => expect(prepare([id])).rejects.toThrow(words);
    await database.sql`update payout_details set ended_at = now() where partner_id = ${id} and kind = 'tax'`;
    await refused("The tax form is missing");
    await makeReady(database.sql, [id]);
    await database.sql`update settings set payout_hold_days = 3`;
    await database.sql`insert into payout_details (partner_id, kind, form, country, last4, sealed, key_id) values (${id}, 'bank', 'iban', 'DE', '1111', 'x', 'y')`;
    await refused("payouts wait until");
    await makeReady(database.sql, [id]);
    await database.sql`update payout_policies set minimum_minor = 100000 where currency = 'USD'`;
    await refused("below the least that is paid");
    await database.sql`update payout_policies set minimum_minor = 1 where currency = 'USD'`;
    await database.sql`insert into ledger_proofs (entries, problems) values (1, '["an entry is missing"]')`;
    await refused("did not prove right");
    await database.sql`insert into ledger_proofs (entries, problems) values (1, '[]')`;
    await prepare([id]);
    await refused("Nothing is approved to be paid");
  });
});

describe("sec:R5 a batch", () => {
  it("is approved by a second person, in the command and in the database", async () => {
    const { batchId } = await prepare([partner]);
    await expect(approve(batchId, { by: finance[0] })).rejects.toThrow("second person");
    const byHand = (as: string, person: string) =>
      database.sql.begin(async (tx) => {
        await tx`select set_config('app.person_id', ${as}, true)`;
        await tx`update payout_batches set status = 'approved', approved_by_id = ${person}, approved_at = now(), approved_minor = 1, approved_under = 'limit' where id = ${batchId}`;
      });
    await expect(byHand(finance[0], finance[0])).rejects.toThrow("second person");
    await expect(byHand(finance[0], finance[1])).rejects.toThrow("second person");
    await as(finance[0], (tx) => cancelBatch(tx, batchId));
    await expect(approve(batchId)).rejects.toThrow("already");
    await holds();
  });

  it("does not pass the limit of a day in small parts; an owner of the program approves what is beyond", async () => {
    const [a, b] = (await many(2, 60_00n)) as [string, string];
    const [spent] =
      await database.sql`select coalesce(sum(approved_minor), 0)::int as sum from payout_batches where approved_under = 'limit'`;
    await database.sql`update payout_policies set limit_minor = ${(spent?.sum ?? 0) + 10_000} where currency = 'USD'`;
    await approve((await prepare([a])).batchId);
    const second = await prepare([b]);
    await expect(approve(second.batchId)).rejects.toThrow("beyond what finance approves in a day");
    expect(await approve(second.batchId, { by: people[0], beyond: true })).toMatchObject({ payouts: 1 });
    await database.sql`update payout_policies set limit_minor = 100000000000`;
  });

  it("moves one way, and neither its payouts' amounts nor its earnings change by hand", async () => {
    const batchId = (await payOut(finance, [partner])) as string;
    const asStaff = (statement: string) =>
      database.sql.begin(async (tx) => {
        await tx`set local role portal_staff`;
        await tx.unsafe(statement);
      });
    for (const change of [
      `update payouts set amount_minor = 1 where batch_id = '${batchId}'`,
      `update payouts set status = 'prepared' where batch_id = '${batchId}'`,
      `update payouts set status = 'dropped', reason = 'x' where batch_id = '${batchId}'`,
      `delete from payouts where batch_id = '${batchId}'`,
      `update payout_batches set status = 'prepared' where id = '${batchId}'`,
      `update earnings set payout_id = null where partner_id = '${partner}'`,
      `update earnings set status = 'paid', payout_id = null where partner_id = '${partner}'`,
      `update payout_details set last4 = '9999'`,
      "select sealed from payout_details",
    ])
      await expect(asStaff(change), change).rejects.toMatchObject({ code: "42501" });
  });
});

describe("sec:P4 a form sent twice", () => {
  it("is answered as the first time, is refused with other content, and is done once when it comes twice at once", async () => {
    const [key, other] = [newKey(), newKey()];
    const answers = await Promise.all([prepare([partner], key), prepare([partner], key), prepare([partner], key)]);
    expect(new Set(answers.map(({ batchId }) => batchId)).size).toBe(1);
    expect(answers.map(({ replayed }) => replayed).sort()).toEqual([false, true, true]);
    await expect(prepare([], key)).rejects.toThrow("sent before with something else");
    const { batchId } = answers[0] as (typeof answers)[0];
    await expect(approve(batchId, { key })).rejects.toThrow("sent before with something else");
    await Promise.all([1, 2, 3].map(() => approve(batchId, { key: other })));
    const [payout] = await payoutsOf(batchId);
    const said = newKey();
    const outcomes = [{ payoutId: payout?.id as string, outcome: "paid" as const, reason: "" }];
    expect(await settle(batchId, outcomes, said)).toMatchObject({ paid: 1, replayed: false });
    expect(await settle(batchId, outcomes, said)).toMatchObject({ paid: 1, replayed: true });
    expect(await settle(batchId, outcomes)).toMatchObject({ paid: 0, unchanged: 1 });
    await expect(
      settle(batchId, [{ ...(outcomes[0] as (typeof outcomes)[0]), outcome: "failed", reason: "x" }]),
    ).rejects.toThrow("paid already");
    await holds();
  });
});

describe("sec:P3 sixteen clients", () => {
  const times = rounds(2, 1_000);
  it(
    "approve and settle fifty payouts at once, and each is paid once",
    async () => {
      const ids = await many(50, 20_00n);
      for (let round = 0; round < times; round++) {
        if (round > 0) await earnAgain(ids, round);
        const before = await paidSum(ids);
        const { batchId } = await prepare(ids);
        const approvals = await Promise.allSettled(Array.from({ length: 16 }, () => approve(batchId)));
        expect(approvals.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        const outcomes = (await payoutsOf(batchId)).map(({ id }) => ({
          payoutId: id,
          outcome: "paid" as const,
          reason: "",
        }));
        const settled = await Promise.all(Array.from({ length: 16 }, () => settle(batchId, outcomes)));
        expect(settled.reduce((all, { paid }) => all + paid, 0)).toBe(50);
        expect((await paidSum(ids)) - before).toBe(50 * 2000);
      }
      await holds();
    },
    60_000 + times * 2_000,
  );

  const paidSum = async (ids: string[]) => {
    const [row] =
      await database.sql`select coalesce(-sum(balance_minor), 0)::int as sum from ledger_accounts where kind = 'paid' and partner_id = any(${ids}::uuid[])`;
    return row?.sum as number;
  };
  async function earnAgain(ids: string[], round: number): Promise<void> {
    await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) select p, 'new', 4000000, 'USD', date '2026-02-03' + ${round % 300}::int from unnest(${ids}::uuid[]) p`;
    await accrueIncentives();
    await as(people[1], (tx) =>
      approveEarnings(
        tx,
        ids.map((partnerId) => ({ partnerId, currency: "USD" })),
        { personId: people[1], today: "2027-12-31" },
      ),
    );
  }
});

describe("a connection that breaks off", () => {
  /** The steps of each command, by the table that it writes last: the connection is cut right after. */
  const steps: [command: "prepare" | "approve" | "settle", after: string][] = [
    ["prepare", "money_requests"],
    ["prepare", "payout_batches"],
    ["prepare", "payouts"],
    ["prepare", "earnings"],
    ["prepare", "fund_claims"],
    ["approve", "payout_batches"],
    ["approve", "earnings"],
    ["approve", "payouts"],
    ["approve", "ledger_transactions"],
    ["approve", "ledger_entries"],
    ["settle", "payouts"],
    ["settle", "earnings"],
    ["settle", "fund_claims"],
    ["settle", "ledger_entries"],
    ["settle", "payout_batches"],
  ];

  it.each(steps)("during %s, after it wrote %s, leaves nothing half; sent again it is done", async (command, table) => {
    const key = newKey();
    const batch = command === "prepare" ? null : await prepare([partner]);
    if (command === "settle") await approve(batch?.batchId as string);
    const outcomes = batch
      ? (await payoutsOf(batch.batchId)).map(({ id }) => ({ payoutId: id, outcome: "paid" as const, reason: "" }))
      : [];
    const run = {
      prepare: () => prepare([partner], key),
      approve: () => approve(batch?.batchId as string, { key }),
      settle: () => settle(batch?.batchId as string, outcomes, key),
    }[command];
    const before = await everything();
    await database.sql.unsafe(`create function cut() returns trigger language plpgsql security definer as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
      create trigger zz_cut after insert or update on ${table} for each statement execute function cut()`);
    await expect(run()).rejects.toThrow();
    await database.sql.unsafe(`drop trigger zz_cut on ${table}; drop function cut()`);
    expect(await everything()).toEqual(before);
    await run();
    await holds();
  });

  const everything = async () => {
    const [row] =
      await database.sql`select (select json_agg(p order by id) from payouts p where partner_id = ${partner}) as payouts, (select json_agg(b order by id) from payout_batches b) as batches,
      (select json_agg(json_build_array(e.status, e.payout_id) order by id) from earnings e where partner_id = ${partner}) as earnings, (select count(*) from ledger_entries) as entries, (select count(*) from money_requests) as requests`;
    return row;
  };
});

describe("sec:P9 the proof", () => {
  it("names what is missing of a payout, of its account, of its earnings and of the bank's file", async () => {
    const batchId = (await payOut(finance, [partner])) as string;
    await holds();
    const broken = (damage: string, told: RegExp) =>
      database.sql
        .begin(async (tx) => {
          await tx`set local session_replication_role = replica`;
          await tx.unsafe(damage);
        })
        .then(async () => {
          const { problems } = await proveLedger();
          expect(
            problems.some((problem) => told.test(problem)),
            damage,
          ).toBe(true);
        });
    await broken(`update payout_batches set file_sum_minor = 1 where id = '${batchId}'`, /in the bank's file 1/);
    await broken(
      `update earnings set payout_id = null, status = 'approved' where partner_id = '${partner}'`,
      /it holds 0 of 0/,
    );
    await broken(
      `update payouts set amount_minor = amount_minor + 1 where batch_id = '${batchId}'`,
      /payouts say \d+ in payment/,
    );
    await broken(
      `delete from ledger_entries where transaction_id in (select id from ledger_transactions where kind = 'payout' and partner_id = '${partner}')`,
      /booked is nothing/,
    );
    await withWorker(
      (tx) =>
        expect(prepareBatch(tx, { key: newKey(), currency: "USD", partner: [] })).rejects.toThrow(
          "did not prove right",
        ),
      finance[0],
    );
  });
});

import { sql as query } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withWorker } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { testDatabase } from "@/db/testing/database";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import { makePartner } from "@/db/testing/people";
import { accrueIncentives } from "./accrue";
import { closeMonth } from "./close";
import { approvePlan, newVersion, proposePlan } from "./plans";
import { proveLedger } from "./prove";

const database = testDatabase();
let worker: postgres.Sql;
let people: [string, string];
let partner: string;

beforeAll(async () => {
  worker = postgres(await connectionUrl("worker"), { max: 2, onnotice: () => {} });
  people = await makeTwo(database.sql);
  partner = await makePartner(database.sql, "Ledger Partner");
  await makePlan(database.sql, people);
  await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${partner}, 'new', 12340000, 'USD', '2026-02-03')`;
  await accrueIncentives();
});
afterAll(() => worker.end());

/** As the owner of the tables, for whom row-level security has no say either. */
const asOwner = (statement: string) =>
  database.sql.begin(async (tx) => {
    await tx`set local role portal_owner`;
    await tx.unsafe(statement);
  });
const asStaff = (statement: string) =>
  database.sql.begin(async (tx) => {
    await tx`set local role portal_staff`;
    await tx.unsafe(statement);
  });

describe("the ledger", () => {
  it("refuses to change or remove anything, whoever asks", async () => {
    for (const table of [
      "ledger_transactions",
      "ledger_entries",
      "ledger_accounts",
      "earnings",
      "statements",
      "closed_months",
    ])
      for (const as of [
        asOwner,
        asStaff,
        (text: string) => worker.unsafe(text),
        (text: string) => database.sql.unsafe(text),
      ]) {
        await expect(as(`delete from ${table}`)).rejects.toMatchObject({ code: "42501" });
        await expect(as(`truncate ${table} cascade`)).rejects.toMatchObject({ code: "42501" });
      }
    for (const change of [
      "update ledger_entries set amount_minor = 1",
      "update ledger_transactions set kind = 'payout'",
      "update ledger_accounts set balance_minor = 0",
      "update earnings set amount_minor = 1",
      "update earnings set status = 'paid'",
    ])
      for (const as of [asOwner, asStaff]) await expect(as(change)).rejects.toMatchObject({ code: "42501" });
  });

  it("takes no booking that does not add up to zero in each currency, and no entry into one that is done", async () => {
    const booked = (entries: string) =>
      worker.begin(async (tx) => {
        await tx`insert into ledger_accounts (kind, partner_id, currency) values ('earned', ${partner}, 'EUR'), ('expense', null, 'EUR') on conflict do nothing`;
        const [row] =
          await tx`insert into ledger_transactions (kind, effect_key, booked_on, opened_in) values ('accrual', ${`test ${Math.random()}`}, '2026-02-01', 1) returning id`;
        await tx.unsafe(`insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
        select '${row?.id}', a.id, a.currency, e.amount from (values ${entries}) e (kind, currency, amount) join ledger_accounts a on a.kind = e.kind and a.currency = e.currency`);
      });
    await expect(booked("('expense', 'USD', 500), ('earned', 'USD', -499)")).rejects.toMatchObject({
      constraint_name: "ledger_balances",
    });
    await expect(booked("('expense', 'USD', 500), ('earned', 'EUR', -500)")).rejects.toMatchObject({
      constraint_name: "ledger_balances",
    });
    await expect(booked("('expense', 'USD', 500)")).rejects.toMatchObject({ constraint_name: "ledger_balances" });
    const inAnother = worker.begin(async (tx) => {
      const [row] =
        await tx`insert into ledger_transactions (kind, effect_key, booked_on) values ('accrual', 'in JPY', '2026-02-01') returning id`;
      await tx`insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
        select ${row?.id}, a.id, 'JPY', case a.kind when 'expense' then 500 else -500 end from ledger_accounts a where a.currency = 'USD' and a.kind in ('expense', 'earned')`;
    });
    await expect(inAnother).rejects.toThrow("in the currency of its account");
    await expect(
      worker`insert into ledger_transactions (kind, effect_key, booked_on) values ('accrual', 'empty', '2026-02-01')`,
    ).rejects.toMatchObject({ constraint_name: "ledger_balances" });
    await expect(worker`insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
      select t.id, a.id, a.currency, s.n from (select id from ledger_transactions limit 1) t, ledger_accounts a, (values (1), (-1)) s(n) where a.kind = 'expense' and a.currency = 'USD'`).rejects.toThrow(
      "takes no more entries",
    );
    await expect(
      worker`insert into ledger_transactions (kind, effect_key, booked_on) select 'accrual', effect_key, '2026-02-01' from ledger_transactions limit 1`,
    ).rejects.toMatchObject({ constraint_name: "ledger_transactions_effect" });
  });

  it("keeps the balance of an account in its row, as its entries add up", async () => {
    const rows =
      await database.sql`select a.kind, a.balance_minor::int as kept, sum(e.amount_minor)::int as sum from ledger_accounts a join ledger_entries e on e.account_id = a.id group by a.id order by 1`;
    expect(rows.map(({ kind, kept, sum }) => [kind, kept, sum])).toEqual([
      ["earned", -6170, -6170],
      ["expense", 6170, 6170],
    ]);
  });

  it("keeps who is owed what of a month that is closed: a statement says what its hash says, and takes no more lines", async () => {
    await withWorker((tx) => closeMonth(tx, "2026-02-01", { personId: people[1], today: "2026-03-01" }));
    const [statement] = await database.sql`select content, sha256, earned_minor::int as earned from statements`;
    expect(statement?.earned).toBe(6170);
    await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${partner}, 'refund', -2340000, 'USD', '2026-02-20')`;
    await accrueIncentives();
    const [late] =
      await database.sql`select statement_month::text as month, amount_minor::int as amount from earnings where amount_minor < 0`;
    expect(late).toEqual({ month: "2026-03-01", amount: -1170 });
    expect(await database.sql`select content, sha256, earned_minor::int as earned from statements`).toEqual([
      statement,
    ]);
    await expect(worker`insert into statements (partner_id, month, currency, lines, earned_minor, clawed_back_minor, content, sha256)
      values (${partner}, '2026-02-01', 'EUR', 0, 0, 0, 'x', 'y')`).rejects.toMatchObject({
      constraint_name: "statements_hash",
    });
    await expect(
      worker`insert into earnings select (e).* from (select jsonb_populate_record(null::earnings, to_jsonb(x) || jsonb_build_object('id', gen_random_uuid(), 'effect_key', 'late', 'statement_month', '2026-02-01')) as e from earnings x limit 1) y`,
    ).rejects.toMatchObject({ constraint_name: "earnings_month_open" });
  });

  it("proves right, and says so when an entry is missing or a balance is off", async () => {
    expect((await proveLedger()).problems).toEqual([]);
    const broken = async (damage: string, told: RegExp) => {
      // Nobody can do this but who owns the server: as if a disk or a restore had lost it.
      await database.sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`;
        await tx.unsafe(damage);
      });
      const { problems } = await proveLedger();
      expect(problems.some((problem) => told.test(problem))).toBe(true);
    };
    await broken("delete from ledger_entries where id = (select min(id) from ledger_entries)", /does not balance/);
    const [proof] = await database.sql`select problems from ledger_proofs order by id desc limit 1`;
    expect(proof?.problems.length).toBeGreaterThan(0);
    await broken(
      "update ledger_accounts set balance_minor = balance_minor + 1 where kind = 'earned'",
      /keeps -?\d+, its entries are/,
    );
    await broken("update earnings set amount_minor = amount_minor + 1", /is booked with|earnings say/);
  });
});

describe("a plan", () => {
  const approve = (personId: string, planId: string) =>
    withWorker((tx) => approvePlan(tx, { personId, name: "x" }, planId), personId);

  it("is approved by a second person, in the command and in the database", async () => {
    const [writer, approver] = people;
    const [active] = await database.sql`select id from incentive_plans limit 1`;
    const { id } = await withWorker(
      (tx) => newVersion(tx, { personId: writer, name: "w" }, active?.id, "2027-01-01"),
      writer,
    );
    await withWorker((tx) => proposePlan(tx, { personId: writer, name: "w" }, id), writer);
    await expect(approve(writer, id)).rejects.toThrow("second person");
    const byHand = (person: string, as: string) =>
      database.sql.begin(async (tx) => {
        await tx`select set_config('app.person_id', ${as}, true)`;
        await tx`update incentive_plans set status = 'approved', approved_by_id = ${person}, approved_at = now() where id = ${id}`;
      });
    await expect(byHand(writer, writer)).rejects.toThrow("second person");
    await expect(byHand(approver, writer)).rejects.toThrow("second person");
    const answers = await Promise.allSettled([approve(approver, id), approve(approver, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const versions = await database.sql`select version, valid_to::text as until from incentive_plans order by version`;
    expect(versions.map(({ version, until }) => [version, until])).toEqual([
      [1, "2027-01-01"],
      [2, null],
    ]);
  });

  it("stays as it was approved: the database takes no edit, no step back, no removal", async () => {
    for (const change of [
      "update incentive_plans set config = '{\"rate\":\"50\"}' where status = 'active'",
      "update incentive_plans set valid_to = null where version = 1",
      "update incentive_plans set status = 'draft' where status = 'active'",
      "update incentive_plans set approved_by_id = proposed_by_id where status = 'active'",
      "delete from incentive_plans where status = 'active'",
      "insert into incentive_plans select (jsonb_populate_record(null::incentive_plans, to_jsonb(p) || jsonb_build_object('id', gen_random_uuid(), 'version', 9))).* from incentive_plans p where version = 1",
    ])
      for (const as of [asOwner, asStaff]) await expect(as(change), change).rejects.toMatchObject({ code: "42501" });
    await expect(
      withWorker((tx) => tx.execute(query`update incentive_plans set name = 'Other' where status = 'active'`)),
    ).rejects.toThrow();
  });
});

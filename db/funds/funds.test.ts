import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { withViewer, withWorker } from "@/db/client";
import { proveLedger } from "@/db/incentives/prove";
import { readBalances } from "@/db/incentives/queries";
import { ask as askMetric } from "@/db/metrics/queries";
import { testDatabase } from "@/db/testing/database";
import { approveRequest, ask, claim, type FundCast, give, makeBudget, makeFundCast } from "@/db/testing/funds";
import { oracle } from "@/db/testing/oracle";
import { rounds } from "@/db/testing/rounds";
import type { Viewer } from "@/lib/access/viewer";
import { claimMoves, claimStates, requestMoves, requestStates } from "@/lib/funds/states";
import { divideExact } from "@/lib/money";
import { addDays } from "@/lib/period";
import { accrueBudget, allocate } from "./budgets";
import { stepClaim, writeClaim } from "./claims";
import { keepFunds } from "./clock";
import { linkDeal } from "./deals";
import { decideAmendment, decideRequest } from "./decide";
import { decideClaim } from "./decide-claim";
import { amendRequest, stepRequest } from "./requests";
import { tellOfFunds } from "./tell";

const database = testDatabase();
let cast: FundCast;
beforeAll(async () => {
  cast = await makeFundCast(database.sql);
});

const today = () => new Date().toISOString().slice(0, 10);
const balance = async (allocationId: string) => {
  const [row] =
    await database.sql`select amount_minor::int as amount, committed_minor::int as committed, used_minor::int as used, returned_minor::int as returned
    from fund_allocations where id = ${allocationId}`;
  return row;
};
const statusOf = async (table: "fund_requests" | "fund_claims", id: string) =>
  (await database.sql`select status from ${database.sql(table)} where id = ${id}`)[0]?.status;
const decide = (viewer: Viewer, claimId: string, decision: "approve" | "return" | "reject" = "approve", amount = "") =>
  withViewer(viewer, (tx) =>
    decideClaim(
      tx,
      viewer,
      { personId: viewer.personId, name: viewer.name },
      { claimId, decision, amount, reason: decision === "approve" ? "" : "Why" },
    ),
  );
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Error) => error.message,
  );
const payable = async () =>
  (await readBalances(cast.finance, cast.partner.partnerId)).find(({ currency }) => currency === "USD")?.payable ?? 0n;

describe("money of funds", () => {
  it("is never given beyond the budget nor taken back once it is committed, by however many at once", async () => {
    const budget = await makeBudget(cast, { amount: "100" });
    const allocation = await give(database.sql, cast, budget, "10");
    const many = await Promise.all(
      Array.from({ length: 12 }, () => refusal(give(database.sql, cast, budget, "20").then(() => undefined))),
    );
    expect(many.filter((said) => said === "done")).toHaveLength(4);
    expect(new Set(many)).toEqual(new Set(["done", "The budget has not so much left"]));
    expect(await balance(allocation)).toMatchObject({ amount: 9000 });
    await approveRequest(cast, await ask(cast, allocation, "50"));
    const take = (amount: string) =>
      withViewer(cast.owner, (tx) =>
        allocate(tx, { budgetId: budget, partnerId: cast.partner.partnerId, amount, direction: "take" }),
      );
    expect(await refusal(take("40.01"))).toMatch(/Not so much is available/);
    await take("40");
    expect(await balance(allocation)).toMatchObject({ amount: 5000, committed: 5000 });
  });

  it("sec:P3 is not overdrawn by sixteen approvals at once: what does not fit is refused", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const requests = await Promise.all(Array.from({ length: 16 }, () => ask(cast, allocation, "30")));
    const said = await Promise.all(requests.map((id) => refusal(approveRequest(cast, id))));
    expect(said.filter((one) => one === "done")).toHaveLength(3);
    expect(await balance(allocation)).toMatchObject({ committed: 9000 });
    const [sum] =
      await database.sql`select sum(approved_minor)::int as sum from fund_requests where allocation_id = ${allocation} and status = 'approved'`;
    expect(sum?.sum).toBe(9000);
  });

  it("sec:P2 moves by its own rows alone, which nobody changes, and balances are written by nobody", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    for (const change of [
      "update fund_moves set amount_minor = 1",
      "delete from fund_moves",
      "truncate fund_moves cascade",
    ])
      await expect(database.sql.unsafe(change)).rejects.toMatchObject({ code: "42501" });
    for (const change of ["committed_minor = 1", "amount_minor = 99999", "used_minor = 1"])
      await expect(
        database.sql.unsafe(`update fund_allocations set ${change} where id = '${allocation}'`),
      ).rejects.toThrow(/kept by the database|overdrawn/);
  });

  it("goes back to the allocation when the partner withdraws, and to the budget when the allocation ends", async () => {
    const budget = await makeBudget(cast, { amount: "100" });
    const allocation = await give(database.sql, cast, budget, "100");
    const request = await ask(cast, allocation, "60");
    await approveRequest(cast, request, "40");
    expect(await balance(allocation)).toMatchObject({ committed: 4000 });
    await withViewer(cast.partner, (tx) => stepRequest(tx, cast.partner, { requestId: request, step: "withdraw" }));
    expect(await balance(allocation)).toMatchObject({ amount: 10000, committed: 0 });
    await database.sql`update fund_allocations set expires_on = ${addDays(today(), -1)} where id = ${allocation}`;
    await Promise.all([keepFunds(), keepFunds()]);
    await keepFunds();
    expect(await balance(allocation)).toMatchObject({ returned: 10000 });
    const [row] = await database.sql`select allocated_minor::int as left from fund_budgets where id = ${budget}`;
    expect(row?.left).toBe(0);
  });
});

describe("a request", () => {
  it("is approved in part, amended, answered and recalled, and each step is told once to who waits", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "80");
    await withViewer(cast.partner, (tx) => stepRequest(tx, cast.partner, { requestId: request, step: "recall" }));
    expect(await statusOf("fund_requests", request)).toBe("draft");
    await database.sql`update fund_requests set status = 'submitted' where id = ${request}`;
    await approveRequest(cast, request, "50");
    const amend = (amount: string) =>
      withViewer(cast.partner, (tx) =>
        amendRequest(tx, cast.partner, {
          requestId: request,
          amount,
          startsOn: today(),
          endsOn: addDays(today(), 20),
          reason: "A second city",
        }),
      );
    const answer = (reply: "accept" | "decline") =>
      withViewer(cast.manager, (tx) =>
        decideAmendment(tx, cast.manager, { requestId: request, answer: reply, reason: "Because" }),
      );
    await amend("120");
    expect(await refusal(answer("accept"))).toMatch(/Not so much is available/);
    await answer("decline");
    expect(await balance(allocation)).toMatchObject({ committed: 5000 });
    await amend("70");
    await answer("accept");
    expect(await balance(allocation)).toMatchObject({ committed: 7000 });
    // At least the partner's three: approved, declined, accepted.
    const queued = await Promise.all([tellOfFunds(), tellOfFunds()]);
    expect(queued[0] + queued[1]).toBeGreaterThanOrEqual(3);
    expect(await tellOfFunds()).toBe(0);
    const events =
      await database.sql`select kind from fund_events where request_id = ${request} and told_at is not null order by at, id`;
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set(["submitted", "recalled", "approved", "amended", "amendment_declined", "amendment_accepted"]),
    );
  });

  it("is decided once of eight at once, and by nobody who entered it", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "10");
    const said = await Promise.all(Array.from({ length: 8 }, () => refusal(approveRequest(cast, request))));
    expect(said.filter((one) => one === "done")).toHaveLength(1);
    expect(await balance(allocation)).toMatchObject({ committed: 1000 });
    const own = await ask(cast, allocation, "10");
    await database.sql`update fund_requests set submitted_by_id = ${cast.manager.personId} where id = ${own}`;
    expect(await refusal(approveRequest(cast, own))).toMatch(/yourself/);
    await expect(
      database.sql.begin(async (tx) => {
        await tx`select set_config('app.person_id', ${cast.manager.personId}, true)`;
        await tx`update fund_requests set status = 'rejected', decided_by_id = ${cast.manager.personId} where id = ${own}`;
      }),
    ).rejects.toThrow(/other_eyes/);
  });

  it("makes exactly the moves of the table in the database too, and so does a claim", async () => {
    const rows = await database.sql<{ kind: string; before: string; after: string; by: string }[]>`
      select 'request' as kind, * from fund_transitions('request') union all select 'claim', * from fund_transitions('claim')`;
    const listed = (
      kind: string,
      moves: Record<string, { from: readonly string[]; to: string; by: readonly string[] }>,
    ) =>
      Object.values(moves).flatMap(({ from, to, by }) =>
        from.flatMap((before) => by.map((who) => `${kind} ${before} ${to} ${who}`)),
      );
    expect(rows.map(({ kind, before, after, by }) => `${kind} ${before} ${after} ${by}`).sort()).toEqual(
      [...listed("request", requestMoves), ...listed("claim", claimMoves)].sort(),
    );
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "10");
    const held = { request: "submitted", claim: "draft" };
    const id = { request, claim: "" };
    const other = await ask(cast, allocation, "10");
    await approveRequest(cast, other);
    id.claim = await claim(cast, other, "1", { keep: true });
    for (const [kind, states] of [
      ["request", requestStates],
      ["claim", claimStates],
    ] as const)
      for (const status of Object.keys(states)) {
        if (
          rows.some((row) => row.kind === kind && row.before === held[kind] && row.after === status) ||
          status === held[kind]
        )
          continue;
        await expect(
          database.sql`update ${database.sql(`fund_${kind}s`)} set status = ${status} where id = ${id[kind]}`,
        ).rejects.toThrow(/does not become/);
      }
  });
});

describe("a claim", () => {
  it("needs proof, stays within what is left, and is not edited once it is submitted", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "50");
    await approveRequest(cast, request);
    const bare = await withViewer(cast.partner, (tx) =>
      writeClaim(tx, cast.partner, { requestId: request, amount: "10", what: "x", last: false }),
    );
    const submit = (claimId: string) =>
      withViewer(cast.partner, (tx) => stepClaim(tx, cast.partner, { claimId, step: "submit" }));
    expect(await refusal(submit(bare.id))).toMatch(/Add proof first/);
    const first = await claim(cast, request, "30");
    expect(await refusal(claim(cast, request, "20.01"))).toMatch(/Not so much is left/);
    const both = await Promise.all([
      claim(cast, request, "15", { keep: true }),
      claim(cast, request, "15", { keep: true }),
    ]);
    const said = await Promise.all(both.map((id) => refusal(submit(id))));
    expect(said.filter((one) => one === "done")).toHaveLength(1);
    await expect(
      withViewer(cast.partner, (tx) =>
        writeClaim(tx, cast.partner, { requestId: request, claimId: first, amount: "1", what: "x", last: false }),
      ),
    ).rejects.toThrow(/submitted already/);
    await expect(database.sql`delete from files where fund_claim_id = ${first}`).rejects.toMatchObject({
      code: "42501",
    });
  });

  it("sec:P4 is paid once, though sixteen approve it at once, and stands in the ledger to the cent", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "60");
    await approveRequest(cast, request);
    const before = await payable();
    const id = await claim(cast, request, "33.33", { last: "on" });
    const said = await Promise.all(
      Array.from({ length: 16 }, (_, n) => refusal(decide(n % 2 ? cast.finance : cast.other, id, "approve", "33.32"))),
    );
    expect(said.filter((one) => one === "done")).toHaveLength(1);
    expect((await payable()) - before).toBe(3332n);
    expect(await balance(allocation)).toMatchObject({ amount: 10000, committed: 0, used: 3332 });
    expect(await statusOf("fund_requests", request)).toBe("closed");
    const booked = await database.sql`select kind from ledger_transactions where effect_key = ${`mdf:claim ${id}`}`;
    expect(booked.map(({ kind }) => kind)).toEqual(["mdf"]);
    expect((await proveLedger()).problems).toEqual([]);
  });

  it("sec:R5 above the limit takes two people, also when it is split into small ones, and none who approved the request", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast, { twoPeopleOver: "50" }), "200");
    const [one, two] = [await ask(cast, allocation, "40"), await ask(cast, allocation, "40")];
    await approveRequest(cast, one);
    await withViewer(cast.owner, (tx) =>
      decideRequest(
        tx,
        cast.owner,
        { personId: cast.owner.personId, name: "O" },
        { requestId: two, decision: "approve", amount: "", reason: "" },
      ),
    );
    expect((await decide(cast.finance, await claim(cast, one, "40"))).checked).toBe(false);
    const split = await claim(cast, two, "40");
    expect((await decide(cast.finance, split)).checked).toBe(true);
    expect(await refusal(decide(cast.finance, split))).toMatch(/not yours to decide/);
    expect(await refusal(decide(cast.owner, split))).toMatch(/approved the request/);
    expect((await decide(cast.other, split)).checked).toBe(false);
    expect(await statusOf("fund_claims", split)).toBe("approved");
    // The database holds it, whatever the command would do.
    const third = await ask(cast, allocation, "60");
    await approveRequest(cast, third);
    const large = await claim(cast, third, "60");
    const [booking] = await database.sql`select transaction_id from fund_claims where id = ${split}`;
    await expect(
      database.sql.begin(async (tx) => {
        await tx`select set_config('app.person_id', ${cast.finance.personId}, true)`;
        await tx`update fund_claims set status = 'approved', approved_minor = 6000, decided_by_id = ${cast.finance.personId}, transaction_id = ${booking?.transaction_id} where id = ${large}`;
      }),
    ).rejects.toThrow(/two people/);
  });

  it("is sent back with a reason, answered and approved in part, and what it leaves can be claimed again", async () => {
    const allocation = await give(database.sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "50");
    await approveRequest(cast, request);
    const id = await claim(cast, request, "50");
    await decide(cast.finance, id, "return");
    await withViewer(cast.partner, (tx) => stepClaim(tx, cast.partner, { claimId: id, step: "submit" }));
    await decide(cast.finance, id, "approve", "20");
    expect(await balance(allocation)).toMatchObject({ committed: 3000, used: 2000 });
    await decide(cast.finance, await claim(cast, request, "30"));
    expect(await statusOf("fund_requests", request)).toBe("closed");
  });
});

describe("figures", () => {
  it("count what was given, used and touched once, beside what was imported, as the tables of funds themselves say", async () => {
    const { sql } = database;
    const { partnerId } = cast.partner;
    const [grant] =
      await sql`insert into incentive_grants (partner_id, kind, amount_e4, currency, granted_on) values (${partnerId}, 'mdf', 500000, 'USD', ${today()}) returning id`;
    await sql`insert into incentive_uses (grant_id, partner_id, amount_e4, currency, used_on) values (${grant?.id}, ${partnerId}, 250000, 'USD', ${today()})`;
    const [deal] =
      await sql`insert into deals (name, stage, outcome, currency, amount_e4, opened_on) values ('Touched', 'prospecting', 'open', 'USD', 90000000, ${today()}) returning id`;
    await sql`insert into deal_partners (deal_id, partner_id, role) values (${deal?.id}, ${partnerId}, 'sourcing')`;
    await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal?.id}, now() - interval '1 minute', 'prospecting', 90000000, 'USD')`;
    await sql`insert into funded_deals (grant_id, deal_id, partner_id, touched_on) values (${grant?.id}, ${deal?.id}, ${partnerId}, ${today()})`;
    const allocation = await give(sql, cast, await makeBudget(cast), "100");
    const request = await ask(cast, allocation, "50");
    await approveRequest(cast, request);
    await decide(cast.finance, await claim(cast, request, "50"));
    for (let again = 0; again < 2; again++)
      await withViewer(cast.partner, (tx) => linkDeal(tx, cast.partner, { requestId: request, dealId: deal?.id }));
    const span = { from: addDays(today(), -1), to: addDays(today(), 1) };
    const expected = (await oracle(sql, today()))(span, partnerId);
    for (const metric of ["mdf_return", "incentive_utilization", "channel_roi"] as const) {
      const { total } = await askMetric(cast.finance, { metric, span, partnerId });
      const [a, b] = expected[metric] ?? [0n, 0n];
      expect([metric, total.value]).toEqual([metric, divideExact(a, b)]);
    }
    expect(expected.mdf_return?.[0]).toBe(90000000n);
    expect(
      await refusal(
        withViewer(cast.partner, (tx) => linkDeal(tx, cast.partner, { requestId: request, dealId: randomUUID() })),
      ),
    ).not.toBe("done");
  });
});

describe("time", () => {
  it("gives notice once before money expires, spares what waits for us, and then frees the rest, whatever is restarted", async () => {
    const budget = await makeBudget(cast);
    const allocation = await give(database.sql, cast, budget, "100");
    const [open, waiting] = [await ask(cast, allocation, "30"), await ask(cast, allocation, "20")];
    for (const id of [open, waiting]) await approveRequest(cast, id);
    const claimed = await claim(cast, waiting, "20");
    const due = (days: number) =>
      database.sql`update fund_requests set claim_by = ${addDays(today(), days)} where id in ${database.sql([open, waiting])}`;
    await due(3);
    await Promise.all([keepFunds(), keepFunds()]);
    await keepFunds();
    const told =
      await database.sql`select kind from fund_events where kind = 'claim_reminded' and request_id = ${open}`;
    expect(told).toHaveLength(1);
    await due(-1);
    await Promise.all([keepFunds(), keepFunds()]);
    expect([await statusOf("fund_requests", open), await statusOf("fund_requests", waiting)]).toEqual([
      "expired",
      "approved",
    ]);
    expect(await balance(allocation)).toMatchObject({ committed: 2000 });
    await decide(cast.finance, claimed);
    expect(await balance(allocation)).toMatchObject({ committed: 0, used: 2000 });
  });

  it("accrues a share of revenue exactly, again to nothing, and takes a refund back as far as it is free", async () => {
    const budget = await makeBudget(cast, { accrual: "2.5", amount: "1000" });
    const { partnerId } = cast.partner;
    const line = (amount: string) =>
      database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${partnerId}, 'new', ${amount}, 'USD', ${addDays(today(), -2)})`;
    await line("33333300");
    await database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on) values (${partnerId}, 'new', 99999999, 'EUR', ${addDays(today(), -2)})`;
    const accrue = () => withWorker((tx) => accrueBudget(tx, budget));
    expect([await accrue(), await accrue()]).toEqual([1, 0]);
    const [row] =
      await database.sql`select id, amount_minor::int as amount from fund_allocations where budget_id = ${budget}`;
    expect(row?.amount).toBe(8333);
    await approveRequest(cast, await ask(cast, row?.id, "80"));
    await line("-20000000");
    await accrue();
    expect(await balance(row?.id)).toMatchObject({ amount: 8000, committed: 8000 });
  });
});

it("sec:P6 stays exact over random steps: balances are the sums of moves, nothing is overdrawn, and the ledger proves right", async () => {
  const runs = rounds(6, 1_000);
  const names = ["give", "take", "ask", "approve", "part", "withdraw", "claim", "pay", "reject", "expire"] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("USD", "JPY", "KWD"),
      fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(900)), { minLength: 8, maxLength: 16 }),
      async (currency, steps) => {
        const budget = await makeBudget(cast, { currency, amount: "5000" });
        const allocation = await give(database.sql, cast, budget, "1000");
        const pick = async (table: string, statuses: string[]) =>
          (
            await database.sql`select id from ${database.sql(table)} where status in ${database.sql(statuses)} and ${
              table === "fund_requests"
                ? database.sql`allocation_id = ${allocation}`
                : database.sql`request_id in (select id from fund_requests where allocation_id = ${allocation})`
            } order by number limit 1`
          )[0]?.id as string | undefined;
        const run: Record<(typeof names)[number], (n: string) => Promise<unknown>> = {
          give: (amount) => give(database.sql, cast, budget, amount),
          take: (amount) =>
            withViewer(cast.owner, (tx) =>
              allocate(tx, { budgetId: budget, partnerId: cast.partner.partnerId, amount, direction: "take" }),
            ),
          ask: (amount) => ask(cast, allocation, amount),
          approve: async () => approveRequest(cast, (await pick("fund_requests", ["submitted"])) ?? ""),
          part: async (amount) => approveRequest(cast, (await pick("fund_requests", ["submitted"])) ?? "", amount),
          withdraw: async () =>
            withViewer(cast.partner, async (tx) =>
              stepRequest(tx, cast.partner, {
                requestId: (await pick("fund_requests", ["approved"])) ?? "",
                step: "withdraw",
              }),
            ),
          claim: async (amount) => claim(cast, (await pick("fund_requests", ["approved"])) ?? "", amount),
          pay: async () => decide(cast.finance, (await pick("fund_claims", ["submitted"])) ?? ""),
          reject: async () => decide(cast.finance, (await pick("fund_claims", ["submitted"])) ?? "", "reject"),
          expire: async () => {
            await database.sql`update fund_requests set claim_by = ${addDays(today(), -1)} where allocation_id = ${allocation} and status = 'approved'`;
            await keepFunds();
          },
        };
        for (const [name, n] of steps) await run[name](String(n + 1)).catch(() => undefined);
        const row = await balance(allocation);
        const [used] =
          await database.sql`select coalesce(sum(approved_minor), 0)::int as sum from fund_claims where status = 'approved' and request_id in (select id from fund_requests where allocation_id = ${allocation})`;
        const [open] =
          await database.sql`select coalesce(sum(reserved_minor - used_minor), 0)::int as sum from fund_requests where allocation_id = ${allocation} and status in ('approved', 'amended')`;
        expect(row).toMatchObject({ used: used?.sum, committed: open?.sum });
        expect(row?.committed + row?.used + row?.returned).toBeLessThanOrEqual(row?.amount);
      },
    ),
    { numRuns: runs },
  );
  expect((await proveLedger()).problems).toEqual([]);
}, 600_000);

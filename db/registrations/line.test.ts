import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { withViewer, withWorker } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { rounds } from "@/db/testing/rounds";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { type RegistrationInput, registrationForm } from "@/lib/deals/registrations/form";
import type { Decision } from "@/lib/deals/registrations/states";
import { Refused } from "@/lib/errors";
import { keepRegistrations } from "./clock";
import { amendRegistration, saveRegistration, submitRegistration, withdrawRegistration } from "./commands";
import { decideRegistration } from "./decide";
import { answerExtension, requestExtension } from "./extensions";
import { decisionTimes } from "./queries";

const database = testDatabase();
const id = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
const products = [id(901), id(902)] as const;
const partners = [id(1), id(2), id(3)] as const;
const partner = (n: 0 | 1 | 2): PartnerViewer => ({
  kind: "partner",
  role: "partner_member",
  partnerId: partners[n],
  partnerName: `Partner ${n}`,
  personId: id(11 + n),
  sessionId: id(21 + n),
  name: `Person ${n}`,
  email: `p${n}@x.example`,
});
const reviewer: StaffViewer = {
  kind: "staff",
  role: "channel_manager",
  personId: id(31),
  sessionId: id(41),
  name: "Rae",
  email: "rae@n.example",
};

const filled = (customer: string, more: Record<string, string> = {}): RegistrationInput =>
  registrationForm.parse({
    intent: "submit",
    customerName: customer,
    country: "Germany",
    contactName: "Ann",
    contactEmail: "ann@gmail.com",
    need: "They replace what they have and asked us for a proposal.",
    involvement: "resell",
    expectedCloseOn: "2999-01-01",
    currency: "EUR",
    "product.1": products[0],
    "amount.1": "1,000.50",
    ...more,
  });

const submit = (n: 0 | 1 | 2, input: RegistrationInput) =>
  withViewer(partner(n), async (tx) => (await submitRegistration(tx, partner(n), input)).id);
const decide = (registrationId: string, decision: Decision, more: { reason?: string; dealId?: string } = {}) =>
  withViewer(reviewer, (tx) =>
    decideRegistration(
      tx,
      { personId: reviewer.personId, name: reviewer.name },
      {
        registrationId,
        decision,
        reason: more.reason ?? (decision === "approve" ? "" : "Because"),
        note: "",
        dealId: more.dealId ?? null,
      },
    ),
  );
const read = async (registrationId: string) => {
  const [row] =
    await database.sql`select status, claim_since::text as since, due_at, decision, deal_id as deal, protected_until::text as until,
    (select count(*)::int from registration_claims c where c.registration_id = r.id) as claims from registrations r where id = ${registrationId}`;
  return row as {
    status: string;
    since: string | null;
    due_at: Date | null;
    decision: string | null;
    deal: string | null;
    until: string | null;
    claims: number;
  };
};
const kinds = async (registrationId: string) =>
  (
    await database.sql<
      { kind: string }[]
    >`select kind from registration_events where registration_id = ${registrationId} order by at, kind`
  ).map(({ kind }) => kind);

beforeAll(async () => {
  const { sql: owner } = database;
  await owner`update settings set registrations_a_day = 100000`;
  for (const [n, partnerId] of partners.entries()) {
    await owner`insert into partners (id, name, type) values (${partnerId}, ${`Partner ${n}`}, 'reseller')`;
    await owner`insert into people (id, kind, partner_id, name, email, role, access) values (${id(11 + n)}, 'partner', ${partnerId}, 'P', ${`p${n}@x.example`}, 'partner_member', 'active')`;
  }
  await owner`insert into people (id, kind, name, email, role, access) values (${reviewer.personId}, 'staff', 'Rae', 'rae@n.example', 'channel_manager', 'active')`;
  for (const [n, product] of products.entries())
    await owner`insert into products (id, name) values (${product}, ${`Product ${n}`})`;
});

describe("two partners who register one customer", () => {
  it("at the same instant, hundreds of times: exactly one stands, the other waits in line (sec:D1, req:D1)", async () => {
    const outcomes: string[] = [];
    const round = async (n: number) => {
      const name = `Round ${n} Works`;
      const inputs = [
        filled(name),
        filled(`${name.toUpperCase()} GmbH`),
        filled(`the ${name}, Inc.`, { domain: `www.round${n}works.com` }),
      ];
      const some = inputs.slice(0, 2 + (n % 2));
      const ids = await Promise.all(some.map((input, who) => submit(who as 0 | 1 | 2, input)));
      const states = await Promise.all(ids.map(async (one) => (await read(one)).status));
      outcomes.push(states.sort().join(" "));
    };
    for (let n = 0; n < rounds(200, 1000); n += 4) await Promise.all([0, 1, 2, 3].map((more) => round(n + more)));
    expect(new Set(outcomes)).toEqual(new Set(["submitted waiting", "submitted waiting waiting"]));
    const [doubled] = await database.sql`select count(*)::int as n from registration_claims a join registration_claims b
      on a.key = b.key and a.product && b.product and a.registration_id < b.registration_id`;
    expect(doubled).toEqual({ n: 0 });
  }, 120_000);

  it("cannot both hold it, whatever the application does: the database refuses the second claim", async () => {
    const first = await submit(0, filled("Twice Held"));
    const second = await submit(1, filled("Twice Held AG"));
    await expect(
      database.sql`insert into registration_claims (key, product, registration_id, since)
        select key, product, ${second}, since from registration_claims where registration_id = ${first}`,
    ).rejects.toThrow(/registration_claims_once/);
    await expect(
      database.sql`update registrations set status = 'approved', decision = 'approved', decided_on = current_date where id = ${second}`,
    ).rejects.toThrow(/holds its customer/);
  });

  it("for different products stand side by side, and behind one without a product nobody does", async () => {
    const first = await submit(0, filled("Side By Side"));
    const other = await submit(1, filled("Side by Side Ltd", { "product.1": products[1] }));
    expect([(await read(first)).status, (await read(other)).status]).toEqual(["submitted", "submitted"]);
    const both = await submit(2, filled("side-by-side", { "product.2": products[1], "amount.2": "5" }));
    expect((await read(both)).status).toBe("waiting");
  });

  it("the second is told that a claim exists and since when, and never whose", async () => {
    await submit(0, filled("Hidden Rival"));
    const second = await submit(1, filled("Hidden Rival SA"));
    const { since, due_at } = await read(second);
    expect(since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(due_at).toBeNull();
    const seen = await withViewer(partner(1), async (tx) =>
      JSON.stringify([
        await tx.execute(sql`select id::text, status, claim_since::text, reason, keys from registrations`),
        await tx.execute(sql`select id, kind, text from registration_events`),
      ]),
    );
    expect(seen).not.toContain(partners[0]);
    expect(seen).not.toContain("Partner 0");
  });
});

describe("the line", () => {
  it.each<[string, (first: string) => Promise<unknown>]>([
    ["is rejected", (first) => decide(first, "reject")],
    ["is a duplicate", (first) => decide(first, "duplicate")],
    [
      "is withdrawn",
      (first) =>
        withViewer(partner(0), (tx) => withdrawRegistration(tx, partner(0), { registrationId: first, reason: "No" })),
    ],
  ])(
    "moves on when the first %s: the next takes its place with a new clock, those behind wait on",
    async (how, end) => {
      const name = `Line that ${how}`;
      const first = await submit(0, filled(name));
      const second = await submit(1, filled(name));
      const third = await submit(2, filled(name));
      await end(first);
      expect((await read(first)).claims).toBe(0);
      const next = await read(second);
      expect([next.status, next.claims > 0, next.since]).toEqual(["submitted", true, null]);
      expect(next.due_at).toBeInstanceOf(Date);
      expect(await kinds(second)).toContain("promoted");
      expect((await read(third)).status).toBe("waiting");
    },
  );

  it("keeps the place of who was sent back with a question, who then answers", async () => {
    const first = await submit(0, filled("Asked Back"));
    await decide(first, "return", { reason: "Who decides?" });
    const second = await submit(1, filled("Asked Back"));
    expect((await read(second)).status).toBe("waiting");
    await submit(0, { ...filled("Asked Back"), registrationId: first });
    expect((await read(first)).status).toBe("submitted");
    expect(await kinds(first)).toEqual(expect.arrayContaining(["submitted", "returned", "resubmitted"]));
  });

  it("lets a reviewer say that it is another customer, which then has its own place", async () => {
    await submit(0, filled("Frontier", { domain: "frontier.io" }));
    const other = await submit(1, filled("Frontier", { domain: "prairie.com" }));
    expect((await read(other)).status).toBe("waiting");
    await decide(other, "separate", { reason: "A farm, not the software house" });
    const { status, claims } = await read(other);
    expect([status, claims > 0]).toEqual(["submitted", true]);
    await decide(other, "approve");
    expect((await read(other)).status).toBe("approved");
  });

  it("refuses a second registration of the same company for the same customer, and keeps nothing of it", async () => {
    const first = await submit(0, filled("Own Again"));
    await expect(submit(0, filled("Own Again GmbH"))).rejects.toThrow(/registered this customer .* already: R-\d+/);
    const [rows] =
      await database.sql`select count(*)::int as n from registrations where customer_name like 'Own Again%'`;
    expect(rows).toEqual({ n: 1 });
    expect((await read(first)).status).toBe("submitted");
  });

  it("lets a company submit so many in 24 hours and no more, also at once (sec:D4)", async () => {
    await database.sql`update settings set registrations_a_day = (select count(*) + 2 from registrations where partner_id = ${partners[2]} and submitted_at is not null)`;
    const tries = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => submit(2, filled(`Squatter ${n} Holding`))));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(Refused);
    await database.sql`update settings set registrations_a_day = 100000`;
  });
});

describe("a decision", () => {
  it("that approves opens a deal of the partner with its lines, in the first stage, and protects it", async () => {
    const one = await submit(
      0,
      filled("Opens A Deal", { "quantity.1": "3", "product.2": products[1], "amount.2": "0.5" }),
    );
    await decide(one, "approve");
    const { status, deal, until, claims } = await read(one);
    expect([status, claims]).toEqual(["approved", 2]);
    const [made] =
      await database.sql`select d.outcome, d.accepted, d.amount_e4::text as amount, d.currency, d.partner_id as partner, d.registered_on = current_date as registered, a.name as account,
      (select count(*)::int from deal_lines l where l.deal_id = d.id) as lines from deals d join accounts a on a.id = d.account_id where d.id = ${deal}`;
    expect(made).toEqual({
      outcome: "open",
      accepted: true,
      amount: "10010000",
      currency: "EUR",
      partner: partners[0],
      registered: true,
      account: "Opens A Deal",
      lines: 2,
    });
    const [days] = await database.sql`select ${until}::date - current_date as days`;
    expect(days).toEqual({ days: 90 });
  });

  it("that approves one of before there was a line gives it its place, or says who holds it", async () => {
    const old = async (customer: string) => {
      const [row] =
        await database.sql`insert into registrations (partner_id, status, customer_name, currency, amount_e4, submitted_on, submitted_at, due_at)
        values (${partners[0]}, 'submitted', ${customer}, 'EUR', 5, current_date - 9, now() - interval '9 days', now()) returning id`;
      return row?.id as string;
    };
    const free = await old("Before The Line");
    await decide(free, "approve");
    expect(await read(free)).toMatchObject({ status: "approved", claims: 1 });
    const taken = await old("Before The Line GmbH");
    await expect(decide(taken, "approve")).rejects.toThrow(/holds this customer since/);
    expect(await read(taken)).toMatchObject({ status: "submitted", claims: 0 });
  });

  it("happens once, however many decide at once", async () => {
    const one = await submit(0, filled("Decided Once"));
    const tries = await Promise.allSettled([...Array(6)].map((_, n) => decide(one, n % 2 ? "approve" : "reject")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [deals] = await database.sql`select count(*)::int as n from deals where name = 'Decided Once'`;
    expect(deals?.n).toBeLessThanOrEqual(1);
  });

  it("is never that of who entered it: the command says so, and the database", async () => {
    const one = await submit(0, filled("Own Eyes"));
    await database.sql`update registrations set created_by_id = ${reviewer.personId} where id = ${one}`;
    await expect(decide(one, "approve")).rejects.toThrow(/entered this registration yourself/);
    await expect(
      database.sql`update registrations set status = 'rejected', decision = 'rejected', decided_on = current_date, decided_by_id = ${reviewer.personId} where id = ${one}`,
    ).rejects.toThrow(/registrations_other_eyes/);
  });

  it("other than yes needs a reason, and none changes what has ended", async () => {
    const one = await submit(0, filled("Needs A Reason"));
    await expect(decide(one, "reject", { reason: "" })).rejects.toThrow(/Say why/);
    await decide(one, "reject", { reason: "Too little is known" });
    await expect(decide(one, "approve")).rejects.toThrow(/by now/);
  });
});

describe("what a partner may do in the database itself", () => {
  const write = (query: ReturnType<typeof sql>) =>
    withViewer(partner(0), (tx) => tx.execute(query)).then(
      (rows) => (rows as unknown as { count: number }).count,
      (error: Error & { cause?: Error }) => error.cause?.message ?? error.message,
    );

  it("is not to approve, to move its due time or to lengthen its protection", async () => {
    const one = await submit(0, filled("Own Hands"));
    for (const set of [
      "status = 'approved'",
      "due_at = now()",
      "protected_until = '2999-01-01'",
      "decision = 'approved'",
      "keys = '{}'",
    ])
      expect(await write(sql.raw(`update registrations set ${set} where id = '${one}'`))).toMatch(/permission denied/);
    expect(
      await write(
        sql`insert into registration_claims (key, product, registration_id, since) values ('n:x', 'empty', ${one}, now())`,
      ),
    ).toMatch(/permission denied/);
    expect(await write(sql`update registration_extensions set status = 'approved'`)).toMatch(/permission denied/);
  });

  it("is not to touch another's, nor to change its own customer or products once submitted", async () => {
    const [own, theirs] = [await submit(0, filled("Own Row")), await submit(1, filled("Their Row"))];
    expect(await write(sql`update registrations set need = 'x' where id = ${theirs}`)).toBe(0);
    expect(
      await write(sql`insert into registration_lines (registration_id, line_no, amount_e4) values (${theirs}, 9, 1)`),
    ).toMatch(/row-level security|stand from its/);
    expect(await write(sql`insert into registration_events (registration_id, kind) values (${theirs}, 'x')`)).toMatch(
      /row-level security/,
    );
    expect(await write(sql`update registrations set customer_name = 'Another' where id = ${own}`)).toMatch(
      /stands from its submission/,
    );
    expect(
      await write(sql`update registration_lines set product_id = ${products[1]} where registration_id = ${own}`),
    ).toMatch(/stand from its submission/);
    expect(await write(sql`select * from submit_registration(${theirs}, '{n:x}')`)).toBe(1);
    expect((await read(theirs)).status).toBe("submitted");
    await expect(
      withViewer(partner(0), (tx) => withdrawRegistration(tx, partner(0), { registrationId: theirs, reason: "" })),
    ).rejects.toThrow(/does not exist/);
  });

  it("is to amend amounts and days, which stay in the history", async () => {
    const one = await submit(0, filled("Amended Later"));
    await decide(one, "approve");
    const amendment = {
      registrationId: one,
      contactName: "Bea",
      contactEmail: null,
      contactTitle: null,
      need: "More of it than before, in two places.",
      expectedCloseOn: "2998-01-01",
    };
    await withViewer(partner(0), (tx) =>
      amendRegistration(tx, partner(0), { ...amendment, amounts: [{ lineNo: 1, amountE4: 25_000n }] }),
    );
    const [event] =
      await database.sql`select changes from registration_events where registration_id = ${one} and kind = 'amended'`;
    expect(event?.changes).toMatchObject({ contactName: ["Ann", "Bea"], amountE4: ["1000.5000", "2.5000"] });
  });

  it("is to keep drafts, which hold nothing and are thrown away without trace", async () => {
    const draft = await withViewer(partner(0), (tx) =>
      saveRegistration(tx, partner(0), registrationForm.parse({ customerName: "Half" })),
    );
    expect(await read(draft.id)).toMatchObject({ status: "draft", claims: 0 });
    await withViewer(partner(0), (tx) =>
      withdrawRegistration(tx, partner(0), { registrationId: draft.id, reason: "" }),
    );
    expect(await read(draft.id)).toBeUndefined();
  });

  it("is to ask for longer protection once, within the days of the program", async () => {
    const one = await submit(0, filled("More Time"));
    await decide(one, "approve");
    const { until } = await read(one);
    const later = (days: number) =>
      new Date(Date.parse(until as string) + days * 86_400_000).toISOString().slice(0, 10);
    const ask = (day: string) =>
      withViewer(partner(0), (tx) =>
        requestExtension(tx, partner(0), { registrationId: one, until: day, reason: "Budget" }),
      );
    await expect(ask(later(46))).rejects.toThrow(/At most 45 days/);
    await ask(later(45));
    await expect(ask(later(10))).rejects.toThrow(/asked already/);
  });
});

describe("the end of a protection, its extension and a rival in the same second (sec:D3)", () => {
  /** Approved and over since yesterday, with a wish for more time that nobody answered yet. */
  async function overdue(customer: string) {
    const first = await submit(0, filled(customer));
    await decide(first, "approve");
    const [wish] =
      await database.sql`insert into registration_extensions (registration_id, until, reason, requested_by_id)
      values (${first}, current_date + 30, 'More time', ${id(11)}) returning id`;
    await database.sql`update registrations set protected_until = current_date - 1 where id = ${first}`;
    return { first, extensionId: wish?.id as string };
  }
  const extend = (extensionId: string) =>
    withViewer(reviewer, (tx) =>
      answerExtension(
        tx,
        { personId: reviewer.personId, name: reviewer.name },
        { extensionId, answer: "approved", reason: "" },
      ),
    );

  it("have one winner by what was kept first: it is extended and the rivals wait, or it ended and the first of them has the customer", async () => {
    const ends = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const { first, extensionId } = await overdue(`Same Second ${n}`);
      const second = await submit(1, filled(`Same Second ${n} AG`));
      // Every third time the end is kept before anybody else comes.
      if (n % 3 === 0) await keepRegistrations();
      const [, extended, third] = await Promise.allSettled([
        keepRegistrations(),
        extend(extensionId),
        submit(2, filled(`same second ${n} Ltd`)),
      ]);
      if (third?.status !== "fulfilled") throw third?.reason;
      await keepRegistrations();
      const states = await Promise.all([first, second, third.value as string].map(read));
      ends.add(`${extended?.status}: ${states.map(({ status }) => status).join(", ")}`);
    }
    const extended = "fulfilled: approved, waiting, waiting";
    const over = ["rejected: expired, submitted, waiting", "rejected: expired, waiting, submitted"];
    expect([...ends].filter((end) => end !== extended && !over.includes(end))).toEqual([]);
    const [doubled] = await database.sql`select count(*)::int as n from registration_claims a join registration_claims b
      on a.key = b.key and a.product && b.product and a.registration_id < b.registration_id`;
    expect(doubled).toEqual({ n: 0 });
  }, 60_000);
});

describe("the worker", () => {
  it("moves the line on where nobody did", async () => {
    const first = await submit(0, filled("Nobody Did"));
    const second = await submit(1, filled("Nobody Did"));
    await database.sql`delete from registration_claims where registration_id = ${first}`;
    await withWorker((tx) => tx.execute(sql`select promote_waiting()`));
    expect((await read(second)).status).toBe("submitted");
  });
});

describe("how long answers take", () => {
  it("is told as half, nine of ten and the share in time, of answers of the last 30 days, and nothing of fewer than five (metric:registration_response)", async () => {
    const ask = async (minutes = 0) =>
      withViewer(partner(1), () => decisionTimes(partner(1), new Date(Date.now() + minutes * 60_000)));
    await database.sql`update registrations set answered_at = null`;
    const ids = await database.sql<
      { id: string }[]
    >`select id from registrations where decided_on is not null order by id limit 5`;
    for (const [n, { id: one }] of ids.entries())
      await database.sql`update registrations set answered_at = submitted_at + make_interval(hours => ${[10, 20, 30, 40, 100][n] as number}) where id = ${one}`;
    expect(await ask()).toEqual({ answered: 5, median: 30, slowest: 76, inTime: 0.8, due: 48 });
    await database.sql`update registrations set answered_at = null where id = ${ids[0]?.id as string}`;
    expect(await ask(5)).toMatchObject({ answered: 4, median: null, slowest: null, inTime: null });
  });
});

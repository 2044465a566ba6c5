import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { unseal } from "@/db/mail/seal";
import { testDatabase } from "@/db/testing/database";
import { keepRegistrations } from "./clock";
import { tellOfRegistrations } from "./tell";

const database = testDatabase();
const id = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [manager, owner] = [id(31), id(32)];

beforeAll(async () => {
  const { sql } = database;
  await sql`insert into people (id, kind, name, email, role, access) values (${manager}, 'staff', 'Rae', 'rae@n.example', 'channel_manager', 'active'), (${owner}, 'staff', 'Olu', 'olu@n.example', 'program_owner', 'active')`;
  for (const n of [1, 2]) {
    await sql`insert into partners (id, name, type, manager_id) values (${id(n)}, ${`Rival ${n}`}, 'reseller', ${manager})`;
    await sql`insert into people (id, kind, partner_id, name, email, role, access) values
      (${id(10 + n)}, 'partner', ${id(n)}, 'P', ${`p${n}@x.example`}, 'partner_member', 'active'), (${id(20 + n)}, 'partner', ${id(n)}, 'A', ${`a${n}@x.example`}, 'partner_admin', 'active'),
      (${id(40 + n)}, 'partner', ${id(n)}, 'Other', ${`o${n}@x.example`}, 'partner_member', 'active')`;
  }
});

beforeEach(async () => {
  await database.sql`delete from registrations`;
  await database.sql`delete from mail_outbox`;
});

type Given = { status: string; due?: string; until?: string; key?: string; partner?: 1 | 2; deal?: string };

/** A registration of the given standing; days and hours count from now by the database's clock. */
async function stands({ status, due, until, key = "bolt", partner = 1, deal }: Given): Promise<string> {
  const approved = status === "approved";
  const [row] =
    await database.sql`insert into registrations (partner_id, status, customer_name, keys, submitted_on, submitted_at, submitted_by_id, due_at, decision, decided_on, protected_until, deal_id, claim_since)
    values (${id(partner)}, ${status}, ${key}, ${[`n:${key}`]}, current_date, now() - interval '1 day', ${id(10 + partner)}, now() + ${due ?? null}::interval,
      ${approved ? "approved" : null}, case when ${approved} then current_date end, program_day(now()) + ${until ?? null}::int, ${deal ?? null}, case when ${status} = 'waiting' then current_date end) returning id`;
  if (status !== "waiting") await database.sql`select take_claims(${row?.id})`;
  return row?.id as string;
}

const status = async (one: string) =>
  (await database.sql`select status from registrations where id = ${one}`)[0]?.status as string;
const kinds = async (one: string) =>
  (
    await database.sql<
      { kind: string }[]
    >`select kind from registration_events where registration_id = ${one} order by at, kind`
  ).map(({ kind }) => kind);
const letters = async () => {
  await tellOfRegistrations();
  const mails = await database.sql<
    { recipient: string; sealed: string }[]
  >`select recipient, sealed from mail_outbox order by recipient`;
  return mails.map(({ recipient, sealed }) => ({ to: recipient, ...unseal(sealed, recipient) }));
};

describe("time alone", () => {
  it("ends protection the day after its last, frees the customer and offers it to the next in line", async () => {
    const [today, yesterday] = [
      await stands({ status: "approved", until: "0", key: "today" }),
      await stands({ status: "approved", until: "-1" }),
    ];
    const next = await stands({ status: "waiting", partner: 2 });
    await keepRegistrations();
    expect([await status(today), await status(yesterday), await status(next)]).toEqual([
      "approved",
      "expired",
      "submitted",
    ]);
    expect(await kinds(next)).toContain("promoted");
  });

  it("withdraws what was sent back and not answered in time, not a minute before", async () => {
    const [late, early] = [
      await stands({ status: "returned", due: "-1 minute" }),
      await stands({ status: "returned", due: "1 minute", key: "early" }),
    ];
    await keepRegistrations();
    expect([await status(late), await status(early)]).toEqual(["withdrawn", "returned"]);
  });

  it("ends the protection of a deal that is closed", async () => {
    const [deal] =
      await database.sql`insert into deals (name, stage, currency, outcome, closed_on) values ('D', 'won', 'USD', 'won', current_date) returning id`;
    const one = await stands({ status: "approved", until: "50", deal: deal?.id });
    await keepRegistrations();
    expect(await status(one)).toBe("closed");
    expect(await database.sql`select 1 from registration_claims where registration_id = ${one}`).toHaveLength(0);
  });

  it("reminds, escalates and says that it is late once each, also with two workers and after a restart", async () => {
    const reminded = await stands({ status: "approved", until: "14", key: "remind" });
    const soon = await stands({ status: "submitted", due: "8 hours", key: "soon" });
    const late = await stands({ status: "submitted", due: "-1 hour", key: "late" });
    const calm = [
      await stands({ status: "approved", until: "15", key: "calm" }),
      await stands({ status: "submitted", due: "9 hours", key: "calm2" }),
    ];
    await Promise.all([keepRegistrations(), keepRegistrations()]);
    await keepRegistrations();
    expect([await kinds(reminded), await kinds(soon), await kinds(late)]).toEqual([
      ["reminded"],
      ["escalated"],
      ["overdue"],
    ]);
    for (const one of calm) expect(await kinds(one)).toEqual([]);
  });

  it("reminds again when the protection was extended", async () => {
    const one = await stands({ status: "approved", until: "14" });
    await keepRegistrations();
    await database.sql`update registrations set protected_until = protected_until + 5 where id = ${one}`;
    await keepRegistrations();
    expect(await kinds(one)).toEqual(["reminded"]);
    await database.sql`update registrations set protected_until = protected_until - 1 where id = ${one}`;
    await database.sql`update settings set reminder_days = 20`;
    await keepRegistrations();
    expect(await kinds(one)).toEqual(["reminded", "reminded"]);
    await database.sql`update settings set reminder_days = 14`;
  });
});

describe("the letters", () => {
  const happened = (one: string, kind: string, internal = false, text: string | null = null) =>
    database.sql`insert into registration_events (registration_id, kind, internal, text) values (${one}, ${kind}, ${internal}, ${text})`;

  it("go to who submitted and the company's admins, once, also with two workers", async () => {
    const one = await stands({ status: "approved", until: "90" });
    await happened(one, "approved", false, "Well described");
    await Promise.all([tellOfRegistrations(), tellOfRegistrations(), tellOfRegistrations()]);
    const sent = await letters();
    expect(sent.map(({ to }) => to)).toEqual(["a1@x.example", "p1@x.example"]);
    expect(sent[0]?.subject).toMatch(/^R-\d+ bolt: approved$/);
    expect(sent[0]?.text).toContain("Well described");
    expect(sent[0]?.text).toContain(`/registrations/${one}`);
  });

  it("tell who waits that a claim exists and since when, and nothing of whose", async () => {
    await stands({ status: "approved", until: "90" });
    const second = await stands({ status: "waiting", partner: 2 });
    await happened(second, "waiting");
    const [sent] = await letters();
    expect(sent?.text).toMatch(/a claim on this customer since/);
    expect(JSON.stringify(sent)).not.toContain("Rival 1");
  });

  it("tell the manager what came in, and the program's owners what is due", async () => {
    const one = await stands({ status: "submitted", due: "2 hours" });
    await happened(one, "submitted");
    await happened(one, "escalated", true);
    await happened(one, "note", true, "for staff alone");
    expect((await letters()).map(({ to }) => to)).toEqual(["olu@n.example", "rae@n.example"]);
  });

  it("go to nobody who has no access", async () => {
    await database.sql`update people set access = 'disabled' where id in (${id(21)}, ${id(11)})`;
    await happened(await stands({ status: "approved", until: "90" }), "approved");
    expect(await letters()).toEqual([]);
    await database.sql`update people set access = 'active' where id in (${id(21)}, ${id(11)})`;
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";
import { registrationFilter } from "@/lib/deals/registrations/filter";
import { bulkDecisionForm } from "@/lib/deals/registrations/form";
import { decideSeveral } from "./bulk";
import { listRegistrations } from "./queries";

const database = testDatabase();
const id = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [partner, other, person] = [id(1), id(2), id(11)];
const reviewer: StaffViewer = {
  kind: "staff",
  role: "channel_manager",
  personId: id(31),
  sessionId: id(41),
  name: "Rae",
  email: "rae@n.example",
};

/** Hours until its decision is due, by registration, in the order in which they were changed last. */
const due = { [id(101)]: 5, [id(102)]: -20, [id(103)]: 30, [id(104)]: -2 };

beforeAll(async () => {
  const { sql } = database;
  for (const [n, partnerId] of [partner, other].entries())
    await sql`insert into partners (id, name, type) values (${partnerId}, ${`Partner ${n}`}, 'reseller')`;
  await sql`insert into people (id, kind, partner_id, name, email, role, access) values (${person}, 'partner', ${partner}, 'P', 'p@x.example', 'partner_member', 'active')`;
  await sql`insert into people (id, kind, name, email, role, access) values (${reviewer.personId}, 'staff', 'Rae', 'rae@n.example', 'channel_manager', 'active')`;
});

describe("the queue of registrations", () => {
  it("is in the order of what is due first, also when the address does not say what to show", async () => {
    for (const [registration, hours] of Object.entries(due)) await standing(registration, hours);
    const asked = [{}, { show: "decide" }].map((address) => registrationFilter.parse(address));
    for (const filter of asked) {
      const { rows } = await listRegistrations(reviewer, filter);
      expect(rows.map((row) => row.id)).toEqual([id(102), id(104), id(101), id(103)]);
    }
  });
});

describe("a decision on several", () => {
  const [first, second] = [id(201), id(202)];
  const decide = (registrationId: string[], decision: "approve" | "return" | "reject", reason = "") =>
    withViewer(reviewer, (tx) =>
      decideSeveral(
        tx,
        { personId: reviewer.personId, name: reviewer.name },
        bulkDecisionForm.parse({ registrationId, decision, reason }),
      ),
    );
  const statuses = async (...ids: string[]) =>
    (await database.sql`select status, reason from registrations where id = any(${ids}) order by id`).map(
      ({ status, reason }) => [status, reason],
    );

  beforeAll(async () => {
    await standing(first, 10, partner, "Karlsson Timber");
    await standing(second, 10, other, "Benoit Foods");
  });

  it("sends all of them back with the one question, each with its own entry and letter", async () => {
    const audit = await decide([first, second], "return", "Who signs it?");
    expect(audit.map(({ subject, partnerId }) => [subject.name, partnerId])).toEqual([
      [`R-${await numberOf(first)} Karlsson Timber`, partner],
      [`R-${await numberOf(second)} Benoit Foods`, other],
    ]);
    expect(await statuses(first, second)).toEqual([
      ["returned", "Who signs it?"],
      ["returned", "Who signs it?"],
    ]);
    const told =
      await database.sql`select registration_id from registration_events where kind = 'returned' and text = 'Who signs it?' and told_at is null`;
    expect(told).toHaveLength(2);
  });

  it("rejects all or none: one that is decided on already is named, and the others stay", async () => {
    const third = id(203);
    await standing(third, 10, other, "Duval Steel");
    await decide([first], "reject", "No budget");
    const number = await numberOf(first);
    await expect(decide([first, third], "reject", "No budget")).rejects.toThrow(
      `R-${number} Karlsson Timber: It is "Rejected" by now`,
    );
    expect(await statuses(third)).toEqual([["submitted", null]]);
    await decide([third], "reject", "No budget");
  });

  it("needs the reason that the partners read, and approves without one", () => {
    const says = (decision: string) =>
      bulkDecisionForm
        .safeParse({ registrationId: first, decision, reason: " " })
        .error?.issues.map(({ path }) => path[0]);
    expect([says("return"), says("reject"), says("approve"), says("duplicate")]).toEqual([
      ["reason"],
      ["reason"],
      undefined,
      ["decision"],
    ]);
  });

  it("approves only what nobody else may be working on, and names each that it leaves", async () => {
    const [free, ...contested] = [id(204), id(205), id(206)];
    await standing(free as string, 10, partner, "Okonkwo Textiles");
    for (const [n, registration] of contested.entries()) {
      await standing(registration, 10, partner, `Harbour Clinic ${n}`);
      const deal = await database.sql`insert into accounts (name) values (${`Harbour Clinic ${n}`}) returning id`;
      await database.sql`with made as (insert into deals (name, account_id, stage, currency) values ('Theirs', ${deal[0]?.id}, 'prospecting', 'EUR') returning id)
        insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) select id, now(), 'prospecting', 1, 'EUR' from made`;
    }
    const all = [free as string, ...contested];
    await expect(decide(all, "approve")).rejects.toThrow(/Harbour Clinic 0, R-\d+ Harbour Clinic 1\. Decide on these/);
    expect((await statuses(...all)).map(([status]) => status)).toEqual(["submitted", "submitted", "submitted"]);
    await decide([free as string], "approve");
    expect((await statuses(free as string)).map(([status]) => status)).toEqual(["approved"]);
  });
});

const numberOf = async (registration: string) =>
  (await database.sql`select number from registrations where id = ${registration}`)[0]?.number;

async function standing(
  registration: string,
  hours: number,
  partnerId = partner,
  customer = `Customer ${registration}`,
) {
  const { sql } = database;
  await sql`insert into registrations (id, partner_id, status, customer_name, keys, country, currency, submitted_on, submitted_at, submitted_by_id, due_at)
    values (${registration}, ${partnerId}, 'submitted', ${customer}, ${[`n:${customer}`]}, 'Germany', 'EUR', '2026-05-01', now(), ${person}, now() + make_interval(hours => ${hours}))`;
  await sql`select take_claims(${registration})`;
}

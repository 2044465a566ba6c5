import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";
import { registrationFilter } from "@/lib/deals/registrations/filter";
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

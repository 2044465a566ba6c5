import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";
import { readCustomers } from "./customers";
import { findEvidence } from "./evidence";

const database = testDatabase();
const id = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, "0")}`;
const reviewer: StaffViewer = {
  kind: "staff",
  role: "channel_manager",
  personId: id(31),
  sessionId: id(41),
  name: "Rae",
  email: "rae@n.example",
};

/** Customers that may be Railway Signals of railway-signals.com, by how, and some that are not. */
const alike = {
  "the same name": ["RAILWAY SIGNALS GmbH", null],
  "one letter apart": ["Railwey Signals", null],
  "two letters swapped": ["Raliway Signals", null],
  "a longer name": ["Railway Signals Poland", null],
  "the start of it": ["Railway", null],
  "the same site": ["RWS Holding", "shop.railway-signals.com"],
  "its name in the domain": ["Signalbau", "railwaysignals.de"],
  "most words": ["Signals of Railway Europe", null],
} as const;
const different = {
  other: ["Harbour Lights", "harbour.example"],
  "one common word": ["Railroad Software", null],
} as const;

async function found(name = "Railway Signals", domain: string | null = "railway-signals.com") {
  const asked = { id: id(900), partnerId: id(1), keys: [], productIds: [], name, domain, country: null };
  const evidence = await withViewer(reviewer, (tx) => findEvidence(tx, asked));
  return evidence.map((one) => one.name).sort();
}

beforeAll(async () => {
  const { sql } = database;
  await sql`insert into partners (id, name, type) values (${id(1)}, 'Partner', 'reseller')`;
  for (const [name, domain] of Object.values({ ...alike, ...different }))
    await sql`insert into accounts (name, domain) values (${name}, ${domain})`;
  await sql`insert into registrations (partner_id, status, customer_name, domain, submitted_on, submitted_at, due_at)
    values (${id(1)}, 'submitted', 'Railway Signal', null, program_day(now()), now(), now())`;
});

describe("who else a customer may be", () => {
  it("is found once the worker has read what customers are known by: whatever is not called different, and nothing else", async () => {
    expect(await readCustomers()).toBe(Object.keys({ ...alike, ...different }).length + 1);
    expect(await readCustomers()).toBe(0);
    expect(await found()).toEqual([...Object.values(alike).map(([name]) => name), "Railway Signal"].sort());
  });

  it("is found at once by likeness, before the worker has read it", async () => {
    await database.sql`insert into accounts (name) values ('Railway Signaals')`;
    expect(await found()).toContain("Railway Signaals");
  });

  it("is found under a new name, and no longer under the old one", async () => {
    await database.sql`update accounts set name = 'Orchard Lane' where name = 'Railway Signaals'`;
    expect(await found("Orchard Lane", null)).toEqual(["Orchard Lane"]);
    await readCustomers();
    expect(await found("Orchard Lane", null)).toEqual(["Orchard Lane"]);
    expect(await found()).not.toContain("Orchard Lane");
  });

  it("is found by the name of the company it belongs to, also when that is called otherwise", async () => {
    const [parent] = await database.sql`insert into accounts (name) values ('Meadow Group Works') returning id`;
    await database.sql`insert into accounts (name, parent_id) values ('Kiln Four', ${parent?.id as string})`;
    await readCustomers();
    expect(await found("Meadow Group Works", null)).toEqual(["Kiln Four", "Meadow Group Works"]);
    await database.sql`update accounts set name = 'Pasture Works' where id = ${parent?.id as string}`;
    await readCustomers();
    expect(await found("Pasture Works", null)).toEqual(["Kiln Four", "Pasture Works"]);
  });

  it("is forgotten with the account", async () => {
    await database.sql`delete from accounts where name = 'Orchard Lane'`;
    const [left] = await database.sql`select count(*)::int as n from customer_blocks c
      where not exists (select from accounts a where a.id = c.id) and not exists (select from registrations r where r.id = c.id)`;
    expect(left).toEqual({ n: 0 });
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { listLeads } from "@/db/leads/list";
import { testDatabase } from "@/db/testing/database";
import type { StaffViewer } from "@/lib/access/viewer";
import { edgeText, leadFilter, readEdge } from "@/lib/leads/filter";

const database = testDatabase();
const manager: StaffViewer = {
  kind: "staff",
  role: "channel_manager",
  personId: "aaaaaaaa-0000-4000-8000-000000000031",
  sessionId: "aaaaaaaa-0000-4000-8000-000000000041",
  name: "Rae",
  email: "rae@n.example",
};
const page = (given: Record<string, string>) =>
  listLeads(manager, leadFilter.parse(given)).then(({ rows, ...rest }) => ({
    names: rows.map((row) => row.customerName),
    ...rest,
  }));

/** In every status, several entered at the same moment. */
beforeAll(async () => {
  await database.sql`insert into leads (customer_name, need, status, created_at, updated_at)
    select 'Lead ' || n, 'Need', (array['new', 'offered', 'unplaced', 'accepted', 'lost'])[1 + n % 5],
      '2026-05-01'::timestamptz + interval '1 hour' * (n / 3) + interval '1 microsecond' * (n % 2), '2026-05-09'::timestamptz - interval '1 minute' * (n % 7)
    from generate_series(1, 230) n`;
});

describe("the list of leads", () => {
  it("shows what waits for staff, then offers by how long they wait, then the newest, and every lead once in either direction", async () => {
    const expected = (
      await database.sql<
        { name: string }[]
      >`select customer_name as name from leads order by array_position(array['unplaced', 'new', 'offered'], status),
        case status when 'offered' then updated_at end, created_at desc, id desc`
    ).map(({ name }) => name);
    const forward: string[] = [];
    let here = await page({});
    for (; ; here = await page({ after: here.next as string })) {
      forward.push(...here.names);
      if (!here.next) break;
    }
    expect(forward).toEqual(expected);
    const backward = [...here.names];
    for (; here.previous; ) {
      here = await page({ before: here.previous });
      backward.unshift(...here.names);
    }
    expect(backward).toEqual(expected);
    expect(here.count).toBe(230);
  });

  it("goes on behind a lead that left its place meanwhile, without a lead twice or left out", async () => {
    const first = await page({ status: "offered" });
    const second = await page({ status: "offered", after: first.next ?? "" });
    expect(first.next).toBeNull();
    expect(second.names).toEqual(first.names);
    const top = await page({});
    const rest = await page({ after: top.next as string });
    await database.sql`update leads set status = 'lost' where customer_name = ${top.names.at(-1) as string}`;
    expect((await page({ after: top.next as string })).names).toEqual(rest.names);
  });

  it("takes what is no edge for the first page, and an edge of any day for one", async () => {
    const text = edgeText({
      rank: 4,
      waits: "1",
      created: "1777600000000000",
      id: "aaaaaaaa-0000-4000-8000-000000000031",
    });
    expect(readEdge(text)).toMatchObject({ rank: 4, created: "1777600000000000" });
    expect(["", "5.1.1.x", "4.1.1.aaaaaaaa", "4.-1.1.aaaaaaaa-0000-4000-8000-000000000031"].map(readEdge)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(
      (await page({ after: "4.99999999999999999.99999999999999999.aaaaaaaa-0000-4000-8000-000000000031" })).names
        .length,
    ).toBeGreaterThan(0);
  });
});

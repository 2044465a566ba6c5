import { beforeAll, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { assignDeals } from "@/db/deals/assign";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import type { Viewer } from "@/lib/access/viewer";
import { assignForm, mostAssigned } from "@/lib/deals/form";
import { NotFound, Refused } from "@/lib/errors";

const database = testDatabase();
const now = new Date("2026-05-20T12:00:00Z");
const [one, two] = ["aaaaaaaa-0000-4000-8000-000000000004", "bbbbbbbb-0000-4000-8000-000000000004"];
const give = (deals: string[], owner: string, viewer: Viewer = staffViewer) =>
  withViewer(viewer, (tx) => assignDeals(tx, { deals, owner }, now));
const owners = async () =>
  (await database.sql`select owner_id from deals where id = any(${[one, two]}::uuid[]) order by id`).map(
    (row) => row.owner_id as string | null,
  );
let ines = "";
let omar = "";

beforeAll(async () => {
  await plantCanaries(database.sql);
  ines = await makePerson(database.sql, { role: "channel_manager", email: "ines@northstar.example", name: "Ines" });
  omar = await makePerson(database.sql, { role: "channel_manager", email: "omar@northstar.example", name: "Omar" });
  await database.sql`update deals set owner_id = null where id in (${one}, ${two})`;
});

it("gives ticked deals to another owner with an entry for each that changed hands", async () => {
  await give([one], ines);
  const { audit, owner } = await give([one, two], omar);
  expect(owner).toBe("Omar");
  expect(audit.map(({ subject, before, after, partnerId }) => [subject.id, before, after, partnerId])).toEqual([
    [one, { owner: "Ines" }, { owner: "Omar" }, cast.a],
    [two, { owner: null }, { owner: "Omar" }, cast.b],
  ]);
  expect(await owners()).toEqual([omar, omar]);
  await expect(give([one, two], omar)).rejects.toThrow(Refused);
});

it("gives all or none: a deal that does not exist leaves the others where they are", async () => {
  const before = await owners();
  await expect(give([one, "99999999-0000-4000-8000-000000000001"], ines)).rejects.toThrow(NotFound);
  expect(await owners()).toEqual(before);
});

it("gives deals to staff who have access alone", async () => {
  const gone = await makePerson(database.sql, { role: "admin", email: "gone@northstar.example", access: "disabled" });
  for (const owner of [gone, viewerA.personId, "99999999-0000-4000-8000-000000000002"])
    await expect(give([one], owner)).rejects.toThrow(/Choose somebody of the staff/);
});

it("is refused by the database for partner people, whose own deal it is", async () => {
  await expect(give([one], ines, viewerA)).rejects.toThrow();
  expect((await owners())[0]).toBe(omar);
});

it("lets two people who tick the same deals in any order both finish: each waits for the first deal and holds no later one", async () => {
  const { sql } = database;
  const holder = await sql.reserve();
  await holder`begin`;
  await holder`select 1 from deals where id = ${one} for update`;
  const both = [give([one, two], ines), give([two, one], omar)];
  const done = Promise.allSettled(both);
  await expect
    .poll(async () => {
      const [row] =
        await sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return row?.n;
    })
    .toBe(2);
  expect(await holder`select id from deals where id = ${two} for update skip locked`).toHaveLength(1);
  await holder`rollback`;
  holder.release();
  for (const each of await done) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(Refused);
  expect(new Set(await owners()).size).toBe(1);
});

it("takes at most two hundred deals, and each once", () => {
  const ids = Array.from(
    { length: mostAssigned + 1 },
    (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  );
  expect(assignForm.safeParse({ deals: ids, owner: one }).success).toBe(false);
  expect(assignForm.parse({ deals: [one, one.toUpperCase()], owner: two }).deals).toEqual([one]);
  expect(assignForm.parse({ deals: one, owner: two }).deals).toEqual([one]);
  expect(assignForm.safeParse({ owner: two }).success).toBe(false);
});

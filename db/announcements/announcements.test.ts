import { beforeAll, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { makePartner, makePerson } from "@/db/testing/people";
import type { PartnerViewer, StaffViewer } from "@/lib/access/viewer";
import { announcementForm, segmentFilter } from "@/lib/announcements/form";
import { NotFound } from "@/lib/errors";
import { markRead, publishAnnouncement, withdrawAnnouncement } from "./commands";
import { listOwnAnnouncements, listUnread, previewSegment, readAnnouncement } from "./queries";

const database = testDatabase();
let staff: StaffViewer;
let gold: PartnerViewer;
let silver: PartnerViewer;

beforeAll(async () => {
  const { sql } = database;
  const personId = await makePerson(sql, { role: "channel_manager", email: "mara@northstar.example" });
  staff = { kind: "staff", role: "channel_manager", personId, sessionId: personId, name: "Mara", email: "m@x.example" };
  const partner = async (tier: string): Promise<PartnerViewer> => {
    const partnerId = await makePartner(sql, tier);
    await sql`update partners set tier = ${tier}, country = 'Sweden' where id = ${partnerId}`;
    const id = await makePerson(sql, {
      role: "partner_member",
      email: `ann@${tier}.example`,
      name: `Ann of ${tier}`,
      partnerId,
    });
    return {
      kind: "partner",
      role: "partner_member",
      personId: id,
      sessionId: id,
      partnerId,
      partnerName: tier,
      name: "Ann",
      email: "a@x.example",
    };
  };
  [gold, silver] = [await partner("gold"), await partner("silver")];
});

const publish = (more: object) =>
  withViewer(
    staff,
    async (tx) =>
      (
        await publishAnnouncement(
          tx,
          staff,
          announcementForm.parse({ title: "News", body: "Text", ...more }),
          "2026-01-01",
        )
      ).id,
  );
const titles = async (who: PartnerViewer) => (await listOwnAnnouncements(who, 1)).rows.map(({ title }) => title);
const read = (who: PartnerViewer, id: string) => withViewer(who, (tx) => markRead(tx, who, id));

it("reach exactly the partners of their segment, as the preview says, and a partner that comes to fit later", async () => {
  const segment = { tier: "gold", country: ["Sweden", "Norway"] };
  expect(await previewSegment(staff, segmentFilter.parse(segment))).toMatchObject({
    companies: 1,
    people: 1,
    names: ["gold"],
  });
  const id = await publish({ title: "For gold", ...segment });
  expect([await titles(gold), await titles(silver)]).toEqual([["For gold"], []]);
  await expect(read(silver, id)).rejects.toThrow(NotFound);
  await database.sql`update partners set tier = 'gold' where id = ${silver.partnerId}`;
  expect(await titles(silver)).toEqual(["For gold"]);
  await database.sql`update partners set tier = 'silver' where id = ${silver.partnerId}`;
});

it("stay on the home of each person until that person has read them, and staff see who has", async () => {
  const id = await publish({ title: "For all" });
  await read(gold, id);
  await read(gold, id);
  expect((await listUnread(gold)).map(({ title }) => title)).toEqual(["For gold"]);
  expect((await listUnread(silver)).map(({ title }) => title)).toEqual(["For all"]);
  const { announcement, readers } = await readAnnouncement(staff, id);
  expect(announcement).toMatchObject({ reach: 2, companies: 1, readers: 1 });
  expect(readers.map(({ name, people }) => [name, people])).toEqual([
    ["gold", ["Ann of gold"]],
    ["silver", []],
  ]);
});

it("come pinned first, and are gone once they end or are taken back; a partner marks nothing in another's name", async () => {
  const pinned = await publish({ title: "Pinned", pinned: "yes" });
  await publish({ title: "Newest" });
  expect((await titles(silver))[0]).toBe("Pinned");
  await withViewer(staff, (tx) => withdrawAnnouncement(tx, pinned));
  await database.sql`update announcements set expires_on = '2026-01-02' where title = 'Newest'`;
  expect(await titles(silver)).toEqual(["For all"]);
  await expect(read(silver, pinned)).rejects.toThrow(NotFound);
  const [all] = await database.sql`select id from announcements where title = 'For all'`;
  const forged = `insert into announcement_reads (announcement_id, person_id, partner_id) values ('${all?.id}', '${gold.personId}', '${silver.partnerId}')`;
  await expect(withViewer(silver, (tx) => tx.execute(forged))).rejects.toMatchObject({ cause: { code: "42501" } });
});

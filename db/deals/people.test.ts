import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { addPerson, findDealPartners, listDealCandidates, listDealPeople, removePerson } from "@/db/deals/people";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";

const database = testDatabase();
const personOfB = "bbbbbbbb-0000-4000-8000-000000000002";
let deal: string;

beforeAll(() => plantCanaries(database.sql));

/** A deal of A alone. */
beforeEach(async () => {
  const [made] =
    await database.sql`insert into deals (name, stage, currency) values ('People', 'qualified', 'USD') returning id`;
  deal = made?.id;
  await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${cast.a}, 'sourcing')`;
});

const add = (personId: string, part = "Sells", viewer: Viewer = staffViewer) =>
  withViewer(viewer, (tx) => addPerson(tx, { dealId: deal, personId, part }));
const remove = (personId: string) => withViewer(staffViewer, (tx) => removePerson(tx, { dealId: deal, personId }));

describe("the people of a deal", () => {
  it("are of the program or of its partners, each once with their part", async () => {
    await add(cast.manager, "Owns it");
    await add(viewerA.personId);
    expect((await add(viewerA.personId, "Installs")).audit).toMatchObject({
      action: "deal.person_added",
      partnerId: cast.a,
      before: { part: "Sells" },
      after: { part: "Installs" },
    });
    expect(await listDealPeople(staffViewer, deal)).toMatchObject([
      { personId: cast.manager, company: null, part: "Owns it" },
      { personId: viewerA.personId, part: "Installs" },
    ]);
    await expect(add(viewerA.personId, "Installs")).rejects.toMatchObject({ field: "part" });
  });

  it("are read by a partner as far as they are its own", async () => {
    await add(cast.manager);
    await add(viewerA.personId);
    expect(await listDealPeople(viewerA, deal)).toMatchObject([{ personId: viewerA.personId }]);
  });

  it("are nobody of another company, offered or sent, and are named by no partner person", async () => {
    const people = await listDealCandidates(staffViewer, deal);
    expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining([cast.manager, viewerA.personId]));
    expect(people.map(({ id }) => id)).not.toContain(personOfB);
    await expect(add(personOfB)).rejects.toMatchObject({ field: "personId" });
    await expect(add(viewerA.personId, "Sells", viewerA)).rejects.toThrow();
  });

  it("leave with an entry in the log, once", async () => {
    await add(cast.manager);
    expect((await remove(cast.manager)).audit).toMatchObject({ before: { person: "The manager", part: "Sells" } });
    await expect(remove(cast.manager)).rejects.toBeInstanceOf(NotFound);
  });
});

describe("the partners that could take part in a deal", () => {
  it("are found by a part of their name or site as it is typed: active ones that take no part yet, twenty at most", async () => {
    await database.sql`insert into partners (name, domain, type, status) values ('Zeta 100% Cloud', 'zeta.example', 'reseller', 'active'), ('Zeta Dormant', null, 'reseller', 'dormant')`;
    await database.sql`insert into partners (name, type, status) select 'Many ' || n, 'reseller', 'active' from generate_series(1, 30) n`;
    const find = async (q: string) => (await findDealPartners(staffViewer, deal, q)).map(({ name }) => name);
    expect(await find("100%")).toEqual(["Zeta 100% Cloud"]);
    expect(await find("ZETA.ex")).toEqual(["Zeta 100% Cloud"]);
    expect(await find("zeta")).toEqual(["Zeta 100% Cloud"]);
    expect(await find("many")).toHaveLength(20);
    const [zeta] = await database.sql`select id from partners where domain = 'zeta.example'`;
    await database.sql`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${zeta?.id}, 'influencing')`;
    expect(await find("zeta")).toEqual([]);
  });
});

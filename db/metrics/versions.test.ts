import { beforeAll, describe, expect, it } from "vitest";
import { type Tx, withViewer } from "@/db/client";
import { closePeriod } from "@/db/periods/commands";
import { findClosedFigure } from "@/db/periods/queries";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import type { Viewer } from "@/lib/access/viewer";
import { Refused } from "@/lib/errors";
import { proposeForm } from "@/lib/metrics/version-form";
import { readDefinition } from "./definition";
import { ask } from "./queries";
import { listFacts } from "./rows";
import { decideVersion, proposeVersion } from "./versions";

const database = testDatabase();
const now = new Date("2026-05-20T12:00:00Z");
const [q1, q2] = [
  { from: "2026-01-01", to: "2026-04-01" },
  { from: "2026-04-01", to: "2026-07-01" },
];
let [olga, fin]: string[] = [];
const staff = () => ({ kind: "staff", role: "program_owner", personId: olga, name: "Olga" }) as Viewer;
const actor = (id: string | undefined) => ({ personId: id as string, name: "Somebody" });
const act = <T>(work: (tx: Tx) => Promise<T>) => withViewer(staff(), work);

const words = { meaning: "", exclusions: "", owner: "program_owner", validator: "finance", why: "Asked by the board" };
const propose = (over: Record<string, unknown>) =>
  act((tx) =>
    proposeVersion(
      tx,
      actor(olga),
      proposeForm.parse({ metric: "portal_adoption", countsFrom: "2026-04-01", ...words, ...over }),
    ),
  );
const openId = async () => (await readDefinition(staff(), "portal_adoption", now)).open?.id as string;
const decide = async (by: string | undefined, decision: "approve" | "refuse") => {
  const versionId = await openId();
  return act((tx) => decideVersion(tx, actor(by), { versionId, decision }));
};
const adoption = async (span: { from: string; to: string }) =>
  (await ask(staff(), { metric: "portal_adoption", span })).total;

beforeAll(async () => {
  const { sql } = database;
  olga = await makePerson(sql, { role: "program_owner", email: "olga@vendor.example", name: "Olga" });
  fin = await makePerson(sql, { role: "finance", email: "fin@vendor.example", name: "Fin" });
  // One partner signs in on two days of each quarter, another on one, a third on none.
  for (const [n, days] of [
    ["A", [5, 6]],
    ["B", [5]],
    ["C", []],
  ] as const) {
    const [partner] =
      await sql`insert into partners (name, type, status, joined_on) values (${n}, 'reseller', 'active', '2020-01-01') returning id`;
    const person = await makePerson(sql, { role: "partner_admin", email: `${n}@p.example`, partnerId: partner?.id });
    for (const day of days)
      await sql`insert into visits (person_id, partner_id, "on") values (${person}, ${partner?.id}, ${`2026-02-0${day}`}), (${person}, ${partner?.id}, ${`2026-05-0${day}`})`;
  }
  await sql`update partner_versions set valid_from = '2020-01-01'`;
  await act((tx) => closePeriod(tx, actor(olga), { days: q1, why: "Over" }, "2026-05-20"));
});

describe("a definition", () => {
  it("shows what a proposed version would move, moves nothing before another person approves it, and counts from its day on (req:F7)", async () => {
    await propose({ set_days: "1" });
    const { preview, definition } = await readDefinition(staff(), "portal_adoption", now);
    expect(preview).toMatchObject({
      now: { value: "0.3333333333" },
      then: { value: "0.6666666667" },
      count: 1,
      moved: [{ label: "B" }],
    });
    expect(definition).toMatchObject({ version: 1, formula: expect.stringContaining("on 2 or more") });
    expect((await adoption(q2)).value).toBe("0.3333333333");
    await expect(decide(olga, "approve")).rejects.toThrow(Refused);
    await decide(fin, "approve");
    expect((await adoption(q2)).value).toBe("0.6666666667");
    const rows = await listFacts(staff(), { component: "adopting", span: q2, where: {} });
    expect([rows.count, rows.sum]).toEqual([2, "2"]);
    const after = await readDefinition(staff(), "portal_adoption", now);
    expect(after.definition).toMatchObject({
      version: 2,
      validator: "finance",
      formula: expect.stringContaining("on 1 or more"),
    });
  });

  it("stays what it was for a period that is closed", async () => {
    expect((await adoption(q1)).value).toBe("0.3333333333");
    const closed = await findClosedFigure(staff(), { metric: "portal_adoption", span: q1, partnerId: null });
    expect(closed).toMatchObject({ version: 1, value: "0.3333333333", now: "0.3333333333", moved: [] });
    await expect(propose({ set_days: "3", countsFrom: "2026-03-31" })).rejects.toThrow(Refused);
  });

  it("is refused outside of its limits, when nothing differs, and while another waits", async () => {
    await expect(propose({ set_days: "0" })).rejects.toThrow(Refused);
    await expect(propose({ set_days: "1" })).rejects.toThrow(Refused);
    await propose({ set_days: "4" });
    await expect(propose({ set_days: "5" })).rejects.toThrow(Refused);
    await decide(fin, "refuse");
    expect((await adoption(q2)).value).toBe("0.6666666667");
  });

  it("says what counts as active, in the figure and in its rows alike", async () => {
    const active = (key: string[]) =>
      act(async (tx) => {
        const given = { metric: "active_partner_rate", countsFrom: "2026-04-01", ...words, set_activities: key };
        await proposeVersion(tx, actor(olga), proposeForm.parse(given));
      });
    const [{ id } = { id: "" }] = await database.sql<{ id: string }[]>`select id from partners where name = 'C'`;
    await database.sql`insert into training_assignments (partner_id, course, assigned_on, due_on, completed_on) values (${id}, 'Course', '2026-05-01', '2026-05-02', '2026-05-02')`;
    const rate = async () => (await ask(staff(), { metric: "active_partner_rate", span: q2 })).total.numerator;
    expect(await rate()).toBe("1");
    await active(["registration", "deal"]);
    const versionId = (await readDefinition(staff(), "active_partner_rate", now)).open?.id as string;
    await act((tx) => decideVersion(tx, actor(fin), { versionId, decision: "approve" }));
    expect(await rate()).toBe("0");
    expect((await listFacts(staff(), { component: "active_enrolled", span: q2, where: {} })).count).toBe(0);
    expect((await ask(staff(), { metric: "active_partner_rate", span: q2, partnerId: id })).total.numerator).toBe("0");
  });
});

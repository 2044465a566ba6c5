import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { readDealFunnel } from "@/db/deals/funnel";
import { listDeals } from "@/db/deals/list";
import { answersKept } from "@/db/metrics/answers";
import { cast, plantCanaries, staffViewer, today, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/people";
import type { StaffViewer, Viewer } from "@/lib/access/viewer";
import { addressOf } from "@/lib/deals/address";
import { dealFilter } from "@/lib/deals/filter";
import { firstView, openList } from "@/lib/deals/views";
import { Forbidden, NotFound, Refused } from "@/lib/errors";
import { arrangeList, changeView, removeView, saveView, type ViewText } from "./commands";
import { readKeptList } from "./queries";

const database = testDatabase();
const list = "deals";
const text = (name: string, sharing = "own", query = "outcome=open"): ViewText => ({
  ...{ list, name, sharing, query },
  columns: ["name", "amount"],
});
const save = (viewer: Viewer, view: ViewText) => withViewer(viewer, (tx) => saveView(tx, viewer, view));
const change = (viewer: Viewer, id: string, view: ViewText) =>
  withViewer(viewer, (tx) => changeView(tx, viewer, id, view));
const remove = (viewer: Viewer, id: string) => withViewer(viewer, (tx) => removeView(tx, viewer, id));
const names = async (viewer: Viewer) =>
  (await readKeptList(viewer, list)).views.map(({ name }) => name).filter((name) => !/saved_views/.test(name));

let manager: StaffViewer;
let colleague: Viewer;

beforeAll(async () => {
  await plantCanaries(database.sql);
  const personId = await makePerson(database.sql, { role: "channel_manager", email: "m@northstar.example" });
  manager = { ...(staffViewer as StaffViewer), personId, role: "channel_manager" };
  const email = "colleague@a.example";
  const other = await makePerson(database.sql, { role: "partner_member", email, partnerId: cast.a });
  colleague = { ...viewerA, personId: other, role: "partner_member" };
});

describe("a kept view", () => {
  it("sec:T14 is seen by whoever kept it alone, until they share it with their side", async () => {
    const { id, audit } = await save(viewerA, text("Mine"));
    expect(audit).toMatchObject({ action: "view.saved", subject: { name: "Mine" } });
    expect([await names(viewerA), await names(colleague), await names(staffViewer)]).toEqual([["Mine"], [], []]);
    await change(viewerA, id, text("Ours", "shared"));
    expect([await names(viewerA), await names(colleague), await names(staffViewer)]).toEqual([["Ours"], ["Ours"], []]);
    await expect(change(colleague, id, text("Theirs"))).rejects.toThrow(NotFound);
    await expect(remove(colleague, id)).rejects.toThrow(NotFound);
    await expect(remove(staffViewer, id)).rejects.toThrow(NotFound);
    const { audit: removed } = await remove(viewerA, id);
    expect(removed).toMatchObject({ action: "view.removed", before: { name: "Ours", for: "shared" } });
    expect(await names(colleague)).toEqual([]);
  });

  it("sec:T14 of staff is not seen by a partner, and what it asks for is read in the reader's own rows", async () => {
    const query = `partner=${cast.b}&tier=gold&company=CANARY&q=B&cols=partner,owner`;
    await save(staffViewer, text("All of B", "shared", query));
    expect(await names(manager)).toContain("All of B");
    expect(await names(viewerA)).toEqual([]);
    const address = addressOf(query);
    const { rows } = await listDeals(viewerA, { ...dealFilter.parse(address), q: "" }, today);
    expect(rows.map(({ name }) => name).join()).not.toMatch(/CANARY/);
    const open = openList(viewerA, address, { columns: ["partner", "amount"], density: "normal", views: [] });
    expect(open.columns).toEqual(["name", "owner"]);
  });

  it("sec:T14 stays on its side when row-level security is off: the query's own wall holds alone", async () => {
    await save(viewerA, text("Of A", "shared"));
    await save(viewerA, text("Of Ann alone"));
    await save(staffViewer, text("Of one of the staff"));
    const seen = () => Promise.all([viewerA, colleague, staffViewer, manager].map(names));
    const behindBoth = await seen();
    await database.sql`alter table saved_views disable row level security`;
    const behindOne = await seen();
    await database.sql`alter table saved_views enable row level security`;
    expect(behindOne).toEqual(behindBoth);
    expect(behindOne.map((all) => [all.includes("Of A"), all.includes("Of Ann alone")])).toEqual([
      [true, true],
      [true, false],
      [false, false],
      [false, false],
    ]);
    expect(behindOne[3]).not.toContain("Of one of the staff");
  });

  it("has a name that nothing else of the same person has", async () => {
    await save(manager, text("Twice"));
    await expect(save(manager, text("twice"))).rejects.toThrow(Refused);
    const { id } = await save(manager, text("Once"));
    await expect(change(manager, id, text("TWICE"))).rejects.toThrow(Refused);
    await save(staffViewer, text("Twice"));
  });

  it("is first for a role only when one chooses so who may, and a role has one", async () => {
    await expect(save(manager, text("First", "channel_manager"))).rejects.toThrow(Forbidden);
    await expect(save(viewerA, text("First", "channel_manager"))).rejects.toThrow(Forbidden);
    await save(staffViewer, text("First", "channel_manager"));
    const { id } = await save(staffViewer, text("Second", "channel_manager"));
    const kept = await readKeptList(manager, list);
    expect(firstView(manager, kept)).toMatchObject({ name: "Second", mine: false });
    expect(kept.views.find(({ name }) => name === "First")).toMatchObject({ sharing: "shared", role: null });
    expect(firstView(staffViewer, kept)).toBeNull();
    await expect(change(manager, id, text("Second"))).rejects.toThrow(NotFound);
    await change({ ...manager, role: "program_owner" }, id, text("Second", "finance"));
    expect(firstView(manager, await readKeptList(manager, list))).toBeNull();
  });

  it("is first for a role once, though two people choose at the same moment", async () => {
    const both = await Promise.allSettled([
      save(staffViewer, text("Left", "executive")),
      save({ ...manager, role: "program_owner" }, text("Right", "executive")),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    const [row] = await database.sql`select count(*)::int as n from saved_views where role = 'executive'`;
    expect(row?.n).toBe(1);
  });

  it("is one of fifty at most", async () => {
    const [row] = await database.sql`select count(*)::int as n from saved_views where person_id = ${manager.personId}`;
    for (let n = row?.n; n < 50; n++)
      await database.sql`insert into saved_views (list, name, query, person_id) values ('deals', ${`View ${n}`}, '', ${manager.personId})`;
    await expect(save(manager, text("One more"))).rejects.toThrow(/remove one first/);
  });
});

describe("the columns of a list", () => {
  it("sec:T14 are kept for each person, and nobody else's change", async () => {
    const arrange = (viewer: Viewer, columns: string[]) =>
      withViewer(viewer, (tx) => arrangeList(tx, viewer, { list, columns, density: "dense" }));
    const { audit } = await arrange(viewerA, ["name", "amount"]);
    expect(audit).toMatchObject({ action: "list.arranged", after: { density: "dense" } });
    await arrange(staffViewer, ["name", "owner"]);
    await arrange(staffViewer, ["name", "owner", "stage"]);
    expect(await readKeptList(viewerA, list)).toMatchObject({ columns: ["name", "amount"], density: "dense" });
    expect((await readKeptList(staffViewer, list)).columns).toEqual(["name", "owner", "stage"]);
    expect(await readKeptList(colleague, list)).toMatchObject({ columns: null, density: "normal" });
  });
});

describe("the funnel", () => {
  it("counts each deal up to the furthest stage that it reached, and the days that it stood in one", async () => {
    const { sql } = database;
    const account = "aaaaaaaa-0000-4000-8000-000000000003";
    const histories = [
      [
        ["prospecting", 0],
        ["qualified", 10],
        ["lost", 14],
      ],
      [
        ["prospecting", 0],
        ["negotiation", 20],
        ["prospecting", 25],
        ["won", 30],
      ],
      [["prospecting", 0]],
    ] as const;
    for (const [n, versions] of histories.entries()) {
      const [deal] =
        await sql`insert into deals (name, stage, currency, account_id) values (${`Funnel ${n}`}, 'prospecting', 'USD', ${account}) returning id`;
      for (const [stage, day] of versions)
        await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency)
          values (${deal?.id}, ${new Date(Date.UTC(2026, 2, 1 + day))}, ${stage}, 10000, 'USD')`;
    }
    const read = () => readDealFunnel(staffViewer, dealFilter.parse({ q: "Funnel" }), today);
    await read();
    await answersKept();
    const { stages, exact, sample } = await read();
    expect({ exact, sample }).toEqual({ exact: true, sample: 3 });
    const told = Object.fromEntries(stages.map(({ key, furthest, left, days }) => [key, [furthest, left, days]]));
    expect(told).toMatchObject({
      prospecting: [1, 2, 35],
      qualified: [1, 1, 4],
      negotiation: [0, 1, 5],
      won: [1, 0, 0],
    });
  });
});

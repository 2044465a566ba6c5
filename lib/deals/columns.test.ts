import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { staffRoles } from "@/lib/access/roles";
import type { StaffViewer } from "@/lib/access/viewer";
import { addressDefaults, addressOf, columnChoices, dealAddress, dealsHref, parametersOf, queryOf } from "./address";
import { chosenColumns, columnsFor, dealColumns, movedColumn } from "./columns";
import { dealHeading } from "./export";
import { funnelOf } from "./funnel";
import { groupHref } from "./group-links";
import { arrangedColumns, arrangeForm, type KeptView, openList, sharedAs, viewHref } from "./views";

const staff = { kind: "staff", role: "channel_manager", personId: "p" } as StaffViewer;
const word = fc.oneof(fc.constantFrom(...Object.keys(dealColumns), "__proto__", "constructor", ""), fc.string());
const words = fc.array(word, { maxLength: 30 });
const view = (more: Partial<KeptView>): KeptView => ({
  ...{ id: "aaaaaaaa-0000-4000-8000-000000000001", name: "V", query: "", columns: null, sharing: "own", role: null },
  ...{ mine: true, maker: null },
  ...more,
});

describe("the columns of a list", () => {
  it("sec:T16 are known ones of the viewer's side, each once and the name first, whatever is asked for", () => {
    fc.assert(
      fc.property(words, fc.constantFrom("staff", "partner"), (asked, kind) => {
        const columns = chosenColumns(kind, asked);
        expect(columns[0]).toBe("name");
        expect(new Set(columns).size).toBe(columns.length);
        expect(columns.filter((key) => !columnsFor(kind).includes(key))).toEqual([]);
        expect(
          columnChoices(kind, columns)
            .map(({ value }) => value)
            .sort(),
        ).toEqual([...columnsFor(kind)].sort());
        for (const key of asked) expect(new Set(movedColumn(columns, key, 1))).toEqual(new Set(columns));
      }),
    );
    expect(chosenColumns("partner", ["partner", "amount"])).toEqual(["name", "amount"]);
    expect(chosenColumns("staff", null)).toEqual(["name", "account", "partner", "stage", "opened", "closes", "amount"]);
  });

  it("stand in a file as they stand in the list, an amount with its currency", () => {
    const heading = dealHeading(["name", "closes", "amount", "reported"], "USD").map(({ value }) => value);
    expect(heading).toEqual(["Deal", "Closed", "Expected to close", "Amount", "Currency", "Amount (USD)"]);
  });

  it("are arranged by a form that may also move one, or ask for the usual ones", () => {
    const form = (more: object) => arrangeForm.parse({ columns: ["name", "stage", "amount"], ...more });
    expect(arrangedColumns(staff, form({}))).toEqual(["name", "stage", "amount"]);
    expect(arrangedColumns(staff, form({ up: "amount" }))).toEqual(["name", "amount", "stage"]);
    expect(arrangedColumns(staff, form({ up: "stage" }))).toEqual(["name", "stage", "amount"]);
    expect(arrangedColumns(staff, form({ down: "stage" }))).toEqual(["name", "amount", "stage"]);
    expect(arrangedColumns(staff, form({ reset: "yes" }))).toBeNull();
    expect(arrangeForm.safeParse({}).success).toBe(false);
  });
});

describe("the address of the deals", () => {
  const names = [...Object.keys(addressDefaults), "x"];
  const parameters = fc.dictionary(fc.constantFrom(...names), fc.oneof(word, words));

  it("sec:T16 is read whatever stands in it, and what is kept of it asks for the same again", () => {
    fc.assert(
      fc.property(parameters, (given) => {
        const address = dealAddress.parse(given);
        const again = dealAddress.parse(parametersOf(dealsHref(address).split("?")[1] ?? ""));
        expect(again).toEqual(address);
        expect(queryOf(addressOf(queryOf(address)))).toBe(queryOf(address));
        for (const by of ["stage", "month", "family", "partner", "tier", "region"] as const)
          for (const key of [null, "2026-03"]) expect(groupHref(address, by, key) ?? "/deals").toMatch(/^\/deals/);
      }),
    );
  });

  it("keeps a view's columns apart from its page and itself", () => {
    expect(queryOf(dealAddress.parse({ outcome: "open", cols: "name", view: "none", after: "x" }))).toBe(
      "outcome=open",
    );
    expect(viewHref(view({ query: "outcome=open&view=none" }))).toBe(
      "/deals?outcome=open&view=aaaaaaaa-0000-4000-8000-000000000001",
    );
  });

  it("says of an open view whether the list is no longer what it keeps", () => {
    const kept = {
      columns: ["amount"],
      density: "normal" as const,
      views: [view({ query: "outcome=open", columns: ["stage"] })],
    };
    const open = (more: object) =>
      openList(staff, dealAddress.parse({ outcome: "open", view: kept.views[0]?.id, ...more }), kept);
    expect(open({})).toMatchObject({ changed: false, columns: ["name", "stage"] });
    expect(open({ sort: "amount" }).changed).toBe(true);
    expect(open({ cols: "name,stage" }).changed).toBe(false);
    expect(open({ cols: "name,owner" })).toMatchObject({ changed: true, columns: ["name", "owner"] });
    expect(open({ view: "none" })).toMatchObject({ view: null, changed: false, columns: ["name", "amount"] });
  });

  it("leads from a month to its days within the period asked for", () => {
    const address = dealAddress.parse({ by: "opened", from: "2026-02-10" });
    expect(groupHref(address, "month", "2026-02")).toContain("from=2026-02-10&to=2026-03-01");
    expect(groupHref(addressDefaults, "month", "2026-12")).toContain("from=2026-12-01&to=2027-01-01");
  });

  it("leads to no rows where no filter says the same as the group", () => {
    expect(groupHref(dealAddress.parse({ role: "influenced" }), "partner", "p")).toBeNull();
    expect(groupHref(dealAddress.parse({ tier: "gold" }), "region", "EMEA")).toBeNull();
    expect(groupHref(dealAddress.parse({ tier: "gold", role: "sourced" }), "region", "EMEA")).toContain("region=EMEA");
    expect(groupHref(addressDefaults, "stage", null)).toBeNull();
  });
});

describe("a funnel", () => {
  it("counts a deal at every stage up to its furthest, and says the share that went on and the days it took", () => {
    const stage = (key: string, furthest: number, left: number, days: number) =>
      ({ key, name: key, outcome: "open", furthest, left, days }) as const;
    expect(funnelOf([stage("a", 5, 4, 40), stage("b", 3, 0, 0), stage("c", 2, 1, 7)])).toEqual([
      { key: "a", name: "a", deals: 10, share: null, days: 10 },
      { key: "b", name: "b", deals: 5, share: 0.5, days: null },
      { key: "c", name: "c", deals: 2, share: 0.4, days: 7 },
    ]);
    expect(funnelOf([stage("a", 0, 0, 0), stage("b", 0, 0, 0)])[1]?.share).toBeNull();
  });
});

it("a view is first for the people of a staff role alone", () => {
  for (const role of staffRoles) expect(sharedAs(role)).toEqual({ sharing: "role", role });
  expect(sharedAs("shared")).toEqual({ sharing: "shared", role: null });
});

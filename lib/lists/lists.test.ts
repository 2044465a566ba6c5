import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditFilter } from "@/lib/audit/filter";
import { dealDefaults, dealFilter, edgeText, readEdge } from "@/lib/deals/filter";
import { partnerDefaults, partnerFilter } from "@/lib/partners/filter";
import { chipsOf, listHref, sortLink } from "./links";

const names = [...Object.keys(dealDefaults), ...Object.keys(partnerDefaults), "__proto__", "x"];
const value = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("gold", "me", "open", "2026-02-30", "-1", "99999999999", "\u0000", "' or 1=1 --"),
);
const parameters = fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(value), fc.constant(undefined)));

describe("a list's address", () => {
  it("is read whatever stands in it, and what is read again from the address it makes is the same", () => {
    fc.assert(
      fc.property(parameters, (given) => {
        for (const [filter, defaults] of [
          [dealFilter, dealDefaults],
          [partnerFilter, partnerDefaults],
        ] as const) {
          const state = filter.parse(given);
          const query = new URLSearchParams(listHref("/x", state, defaults).split("?")[1] ?? "");
          const again = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
          expect(filter.parse(again)).toEqual(state);
        }
        auditFilter.parse(given);
      }),
    );
  });

  it("never carries a control character or an impossible day to the database", () => {
    const read = dealFilter.parse({ q: "a\u0000b", from: "2026-02-30", to: "2026-02-28", min: "1e9", page: "-4" });
    expect(read).toMatchObject({ q: "a b", from: "", to: "2026-02-28", min: "" });
    expect(partnerFilter.parse({ page: "-4" }).page).toBe(1);
    expect(partnerFilter.parse({ page: "999999" }).page).toBe(10_000);
  });

  it("keeps several values of a filter, one chip each, which removes itself and leads to the first page", () => {
    const state = partnerFilter.parse({ tier: ["gold", "silver"], page: "3" });
    const chips = chipsOf("/partners", state, partnerDefaults, [{ name: "tier", label: "Tier" }]);
    expect(chips).toEqual([
      { label: "Tier", value: "gold", removeHref: "/partners?tier=silver" },
      { label: "Tier", value: "silver", removeHref: "/partners?tier=gold" },
    ]);
  });

  it("turns the order round when the list is sorted by the column already", () => {
    const state = dealFilter.parse({ sort: "amount", after: "x" });
    expect(sortLink("/deals", state, dealDefaults, { sort: "amount", startsWith: "desc" })).toEqual({
      sortHref: "/deals?sort=amount&dir=asc",
      sorted: "desc",
    });
  });

  it("takes a page's edge only when it fits the sort", () => {
    const id = "aaaaaaaa-0000-4000-8000-000000000004";
    expect(readEdge(edgeText({ key: "2026-01-31", id }), "opened")).toEqual({ key: "2026-01-31", id });
    expect(readEdge(edgeText({ key: "2026-02-31", id }), "opened")).toBeNull();
    expect(readEdge(edgeText({ key: "x", id }), "amount")).toBeNull();
    expect(readEdge(edgeText({ key: "1", id: "x" }), "amount")).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void readEdge(text, "name")));
  });
});

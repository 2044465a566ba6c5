import { describe, expect, it } from "vitest";
import { auditActions } from "@/lib/access/audit-actions";
import { actionLabel, changesOf, verbOf } from "./sentence";

describe("an audit entry", () => {
  it("says what changed from what to what, in words, and leaves out what did not", () => {
    expect(
      changesOf({ tier: "silver", name: "A", managerId: null }, { tier: "gold", name: "A", managerId: "x" }),
    ).toEqual([
      { field: "tier", from: "silver", to: "gold" },
      { field: "manager", from: null, to: "x" },
    ]);
    expect(changesOf(null, { rows: {}, list: [], counts: { deal_partners: 3 } })).toEqual([
      { field: "counts", from: null, to: "deal partners 3" },
    ]);
  });

  it("has a verb and a name in the filter for every action, and shows an unknown one as it is", () => {
    for (const action of Object.keys(auditActions)) expect(actionLabel(action)).toMatch(/^[A-Z].+: .+/);
    expect(verbOf("toString")).toBe("toString");
  });
});

import { describe, expect, it } from "vitest";
import { type PartnerState, partnerHistory } from "./history";

const state = (validFrom: string, more: Partial<PartnerState> = {}): PartnerState => ({
  id: validFrom,
  validFrom,
  type: "reseller",
  tier: null,
  status: "active",
  contractStatus: "none",
  ...more,
});

describe("a partner's history", () => {
  it("says what it became and since when it was what it was before, newest first", () => {
    const lines = partnerHistory([
      state("-infinity"),
      state("2025-01-01", { tier: "Silver" }),
      state("2025-06-01", { tier: "Silver", status: "dormant" }),
      state("2026-03-01", { tier: "Gold", status: "active", contractStatus: "active" }),
    ]);
    expect(lines.map(({ on, sentence }) => `${on} ${sentence}`)).toEqual([
      "2026-03-01 Contract: active, was no contract",
      "2026-03-01 Became active, was dormant",
      "2026-03-01 Moved to Gold, was Silver since 1 Jan 2025",
      "2025-06-01 Became dormant, was active",
      "2025-01-01 Reached Silver",
      "-infinity Joined as Reseller",
    ]);
  });
});

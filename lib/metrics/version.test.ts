import { expect, it } from "vitest";
import { type ApprovedVersion, definitionFor, settingsFor } from "./version";

const version = (number: number, countsFrom: string, days: number): ApprovedVersion => ({
  metric: "portal_adoption",
  version: number,
  countsFrom,
  settings: { days },
  wording: {},
});
const versions = [version(3, "2026-07-01", 4), version(2, "2026-04-01", 3)];
const days = (from: string, to: string) => settingsFor(versions, "adopting", { from, to }).days;

it("a version counts for spans that end on its day or later, and the latest of them holds (req:F7)", () => {
  expect(days("2026-01-01", "2026-04-01")).toBe(2);
  expect(days("2026-01-01", "2026-04-02")).toBe(3);
  expect(days("2026-04-01", "2026-07-01")).toBe(3);
  expect(days("2026-06-30", "2026-07-02")).toBe(4);
  const of = (to: string) => definitionFor(versions, "portal_adoption", { from: "2026-01-01", to }).version;
  expect(["2026-04-01", "2026-04-02", "2026-07-01", "2026-07-02"].map(of)).toEqual([1, 2, 2, 3]);
});

it("of two versions of one day, the later one holds", () => {
  const both = [version(3, "2026-04-01", 4), version(2, "2026-04-01", 3)];
  expect(definitionFor(both, "portal_adoption", { from: "2026-04-01", to: "2026-07-01" }).version).toBe(3);
});

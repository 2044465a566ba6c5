import { expect, it } from "vitest";
import { countries, countryCode } from "./country";

it("offers the countries of the world once each, by name", () => {
  expect(countries.length).toBeGreaterThan(240);
  expect(countries.length).toBeLessThan(260);
  expect(new Set(countries.map(({ name }) => name)).size).toBe(countries.length);
  expect(countries).toContainEqual({ code: "DE", name: "Germany" });
});

it.each([
  ["Germany", "DE"],
  ["de", "DE"],
  [" United States of America", "US"],
  ["U.S.A.", "US"],
  ["Côte d’Ivoire", "CI"],
  ["Atlantis", "ATLANTIS"],
  [null, ""],
])("reads the country %j as %s", (text, code) => {
  expect(countryCode(text)).toBe(code);
});

it("reads each country's own name and code", () => {
  for (const { code, name } of countries) expect([countryCode(code), countryCode(name)]).toEqual([code, code]);
});

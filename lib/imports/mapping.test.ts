import { describe, expect, test } from "vitest";
import { columnsByFile, fileOf, MappingInvalid, readMapping, withDateFormat } from "./mapping";
import { resolveSource, shippedMapping, shippedSources } from "./sources";

const small = (change: object = {}, feed: object = {}) => ({
  source: "our-crm",
  label: "Our CRM",
  files: { accounts: { match: "accounts*.csv" } },
  feeds: [{ entity: "account", from: "accounts", fields: { id: { column: "Id" }, name: { column: "Name" } }, ...feed }],
  ...change,
});

const problemsOf = (json: unknown) => {
  try {
    readMapping(json);
  } catch (error) {
    return (error as MappingInvalid).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
};

describe("a mapping that is wrong names the path of what is wrong", () => {
  test.each([
    ["an unknown key", small({ sauce: 1 }), /Unrecognized key/],
    ["a bad source", small({ source: "Our CRM" }), /^source: is made of small letters/],
    [
      "a bad date format",
      small({ files: { accounts: { match: "a", format: { date: "dmy" } } } }),
      /^files\.accounts\.format\.date/,
    ],
    ["an unknown entity", small({}, { entity: "customer" }), /^feeds\[0\]\.entity: is one of/],
    ["an unknown file", small({}, { from: "deals" }), /^feeds\[0\]\.from: "deals" is not one of files/],
    [
      "an unknown field",
      small({}, { fields: { id: { column: "Id" }, name: { column: "N" }, colour: { column: "C" } } }),
      /^feeds\[0\]\.fields\.colour: account has no such field/,
    ],
    [
      "a missing field",
      small({}, { fields: { id: { column: "Id" } } }),
      /^feeds\[0\]\.fields: account needs the field name/,
    ],
    [
      "an unknown value map",
      small({}, { fields: { id: { column: "Id" }, name: { column: "N", map: "x" } } }),
      /^feeds\[0\]\.fields\.name: "x" is not one of valueMaps/,
    ],
    [
      "a sum without a group",
      small({}, { fields: { id: { column: "Id" }, name: { sum: "N" } } }),
      /^feeds\[0\]\.fields\.name: a sum needs groupBy/,
    ],
    [
      "a rule of no known shape",
      small({}, { fields: { id: { column: "Id" }, name: { colum: "N" } } }),
      /^feeds\[0\]\.fields\.name/,
    ],
    ["no object", "[]", /^: /],
  ])("%s", (_name, json, expected) => expect(problemsOf(json).join("\n")).toMatch(expected));
});

test("every mapping that is shipped is valid", () => {
  for (const source of shippedSources) expect(shippedMapping(source)?.feeds.length).toBeGreaterThan(0);
  expect(shippedMapping("constructor")).toBeUndefined();
});

test("a variant is its source, with dates written otherwise", () => {
  const { source, adapt } = resolveSource("maven-crm-us");
  const mapping = adapt(shippedMapping(source) as NonNullable<ReturnType<typeof shippedMapping>>);
  expect([mapping.source, mapping.files.pipeline?.format?.date]).toEqual(["maven-crm", "M/d/yyyy"]);
  expect(resolveSource("constructor").source).toBe("constructor");
});

test("the columns that must be there are those that any feed, join or condition reads", () => {
  const columns = columnsByFile(shippedMapping("maven-crm") as NonNullable<ReturnType<typeof shippedMapping>>);
  expect(columns.products?.sort()).toEqual(["product", "sales_price", "series"]);
  expect(columns.teams?.sort()).toEqual(["manager", "regional_office", "sales_agent"]);
});

test("a file belongs to the name whose pattern it matches, whatever the case", () => {
  const mapping = readMapping(small());
  expect(fileOf(mapping, "Accounts-2026.CSV")).toBe("accounts");
  expect(fileOf(mapping, "deals.csv")).toBeUndefined();
});

test("another date format holds for all files", () => {
  expect(withDateFormat(readMapping(small()), "dd.MM.yyyy").files.accounts?.format?.date).toBe("dd.MM.yyyy");
  expect(() => withDateFormat(readMapping(small()), "sometime")).toThrow(MappingInvalid);
});

import { describe, expect, test } from "vitest";
import { readCustomer } from "@/lib/deals/matching/customer";
import { likelyCompanies, likelyEnough, likelyPeople } from "./duplicates";

const companies = (a: Parameters<typeof readCustomer>[0], b: Parameters<typeof readCustomer>[0]) =>
  likelyCompanies(readCustomer(a), readCustomer(b));
const person = (name: string, phone: string | null = null) => ({ name, phone, email: null });

describe("how likely two records are one", () => {
  test("is high for one name and one site, lower for a name that another begins with, and nothing for two companies", () => {
    const same = companies({ name: "Acme GmbH", domain: "acme.com" }, { name: "ACME", domain: "www.acme.com" });
    const longer = companies({ name: "Acme" }, { name: "Acme Deutschland" });
    expect(same?.likely).toBeGreaterThanOrEqual(90);
    expect(same?.hits.map(({ rule }) => rule).sort()).toEqual(["domain", "name"].sort());
    expect(longer?.likely).toBeLessThan(likelyEnough);
    expect(longer?.hits).not.toEqual([]);
    expect(companies({ name: "Acme" }, { name: "Globex" })).toBeNull();
    expect(companies({ name: "Acme" }, { name: "Globex", parent: "Acme" })).toBeNull();
  });

  test("says the same whichever of the two comes first", () => {
    const [a, b] = [
      { name: "Nordwind Systems", domain: "nordwind.de", country: "DE" },
      { name: "Nordwind", country: "AT" },
    ];
    expect(companies(a, b)).toEqual(companies(b, a));
    expect(likelyPeople(person("Mira Holt", "+49 30 1234567"), person("M. Holt", "030 1234567"))?.likely).toBe(
      likelyPeople(person("M. Holt", "030 1234567"), person("Mira Holt", "+49 30 1234567"))?.likely,
    );
  });

  test("takes people for one by the words of their names in any order, an initial, a slip or a telephone number with the last name", () => {
    expect(likelyPeople(person("Holt, Mira"), person("Mira Holt"))?.hits[0]?.rule).toBe("name");
    expect(likelyPeople(person("M. Holt"), person("Mira Holt"))?.hits[0]?.rule).toBe("initial");
    expect(likelyPeople(person("Mirra Holten"), person("Mira Holten"))?.hits[0]?.rule).toBe("similar-name");
    expect(likelyPeople(person("Anna Holt", "030 1234567"), person("Bea Holt", "030-1234567"))?.hits[0]?.rule).toBe(
      "phone",
    );
  });

  test("leaves two people alone who share a last name, an office's number or nothing", () => {
    expect(likelyPeople(person("Jon Holt"), person("Mira Holt"))).toBeNull();
    expect(likelyPeople(person("Jon Bell", "030 1234567"), person("Mira Holt", "030 1234567"))).toBeNull();
    expect(likelyPeople(person(""), person(""))).toBeNull();
  });
});

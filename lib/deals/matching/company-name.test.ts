import { describe, expect, test } from "vitest";
import { companyKey, companyName } from "./company-name";
import { registrableDomain } from "./domains";

describe("the key of a company", () => {
  test.each([
    [
      "acme",
      [
        "Acme GmbH",
        "ACME gmbh.",
        " acme, Inc. ",
        "The Acme Company",
        "Acme S.p.A.",
        "Acme SA/NV",
        "Acme (member)",
        "Ａｃｍｅ",
      ],
    ],
    [
      "acme",
      [
        "Acme Co., Ltd.",
        "ACME GmbH & Co. KG",
        "Acme Pty Ltd",
        "Acme Pvt. Ltd.",
        "acme a/s",
        "Acme K.K.",
        "Acme Sdn Bhd",
      ],
    ],
    ["aenix", ["Ænix", "Aenix GmbH"]],
    ["amoniac", ["Amoniac OÜ", "AMONIAC"]],
    ["boltsons", ["Bolt & Sons", "Bolt and Sons Ltd", "Bolt+Sons"]],
    ["トヨタ", ["株式会社トヨタ", "トヨタ株式会社", "㈱トヨタ", "(株)トヨタ"]],
    ["宝兰德", ["宝兰德股份有限公司", "宝兰德"]],
    ["ポルト", ["ポルト有限会社"]],
    ["company", ["The Company", "Company"]],
    ["ag", ["AG"]],
    ["strasse", ["Straße", "STRASSE"]],
  ])("%s is that of each spelling", (key, spellings) => {
    expect(spellings.map(companyKey)).toEqual(spellings.map(() => key));
  });

  test("keeps apart what marks over letters keep apart in other scripts", () => {
    expect(companyKey("ポルト")).not.toBe(companyKey("ホルト"));
  });

  test("comes with the other names that a name gives", () => {
    expect(companyName("Bolt (formerly Storm AG)")).toMatchObject({ key: "bolt", aliases: ["storm"] });
    expect(companyName("Bolt, formerly known as Storm")).toMatchObject({ key: "bolt", aliases: ["storm"] });
    expect(companyName("Bolt dba Storm")).toMatchObject({ key: "bolt", aliases: ["storm"] });
    expect(companyName("Bolt / Storm").aliases).toEqual(["bolt", "storm"]);
    expect(companyName("Bolt Rail Union (BRU)").aliases).toEqual(["bru"]);
    expect(companyName("Müller AG").aliases).toEqual(["mueller"]);
    expect(companyName("Bolt (Berlin)").aliases).toEqual([]);
    expect(companyName("Bolt, a Storm company")).toMatchObject({ key: "bolt", aliases: [], parents: ["storm"] });
  });
});

describe("the registered domain", () => {
  test.each([
    ["https://user@WWW.Acme.co.uk:8443/x?y#z", "acme.co.uk"],
    ["shop.acme.com.", "acme.com"],
    ["info@acme.com", "acme.com"],
    ["bücher.de", "xn--bcher-kva.de"],
    ["XN--BCHER-KVA.de", "xn--bcher-kva.de"],
    ["acme.github.io", "acme.github.io"],
    ["www.com", "www.com"],
  ])("of %s is %s", (text, domain) => {
    expect(registrableDomain(text)).toBe(domain);
  });

  test.each([
    "",
    "Acme",
    "Acme Inc.",
    "10.0.0.1",
    "localhost",
    "co.uk",
    "github.io",
    "github.com/acme",
    "me@gmail.com",
    "yahoo.co.jp",
    "a.invalidtld",
    "https://",
  ])("of %j is none", (text) => {
    expect(registrableDomain(text)).toBeNull();
  });
});

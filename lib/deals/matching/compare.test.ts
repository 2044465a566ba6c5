import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CandidateIndex } from "./candidates";
import { compareCustomers, type Verdict } from "./compare";
import { type Customer, customerKeys, readCustomer } from "./customer";

const named = (name: string, domain?: string, country?: string): Customer => ({ name, domain, country });
const verdict = (a: Customer, b: Customer) => compareCustomers(a, b).verdict;

const word = fc.constantFrom(
  "Acme",
  "Acmé",
  "Bolt",
  "Cloud",
  "Reply",
  "Storm",
  "Systems",
  "Müller",
  "北京",
  "ooo",
  "T",
  "The",
  "24",
);
const legalForm = fc.constantFrom(
  "",
  " GmbH",
  ", Inc.",
  " Ltd",
  " Co., Ltd.",
  " S.p.A.",
  " B.V.",
  " A/S",
  " Pty Ltd",
  " AG",
);
const note = fc.constantFrom("", " (formerly Bolt)", " (member)", " / Storm", " - Reply", ", part of Acme", " & Sons");
const name = fc.oneof(
  fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 3 }), note, legalForm)
    .map(([words, n, l]) => words.join(" ") + n + l),
  fc.string({ unit: "grapheme" }),
);
const domain = fc.constantFrom(
  null,
  "acme.com",
  "www.acme.com",
  "https://shop.acme.com/x",
  "acme.de",
  "bolt.io",
  "gmail.com",
  "reply.com",
  "",
);
const customer: fc.Arbitrary<Customer> = fc.record({
  name,
  domain,
  country: fc.constantFrom(null, "DE", "us", "US"),
  parent: fc.constantFrom(null, "Acme Inc.", "Bolt"),
});

describe("comparing two customers", () => {
  test("says the same whichever comes first", () => {
    fc.assert(
      fc.property(customer, customer, (a, b) => {
        expect(compareCustomers(a, b)).toEqual(compareCustomers(b, a));
      }),
    );
  });

  test("finds each customer the same as itself", () => {
    fc.assert(
      fc.property(customer, (a) => {
        fc.pre(a.name.trim() !== "");
        expect(verdict(a, { ...a })).toBe("same");
      }),
    );
  });

  test("does not hang on case, legal form or www", () => {
    const plain = fc.array(fc.constantFrom("Acme", "Bolt", "Storm", "Reply", "Cloud"), { minLength: 1, maxLength: 3 });
    const site = fc.constantFrom("acme.com", "shop.acme.com", "bolt.io", "storm.co.uk");
    fc.assert(
      fc.property(plain, site, legalForm, customer, (words, host, form, other) => {
        const a = named(words.join(" "), host);
        const b = named(`${words.join(" ").toUpperCase()}${form}`, `HTTPS://www.${host}/about`);
        expect(verdict(b, other)).toBe(verdict(a, other));
        expect(verdict(a, b)).toBe("same");
      }),
    );
  });

  test("sec:D2 sees every dress of one company as the same, or as a question for a person", () => {
    const dresses = [
      named("Acme GmbH"),
      named("ACME gmbh."),
      named("www.acme.com"),
      named("Acme", "https://www.acme.com/de"),
      named("Acme Deutschland GmbH"),
      named("Acme Holding", "shop.acme.com"),
      named("Acme\u0301", "xn--acm-dma.com"),
    ];
    for (const a of dresses.slice(0, 4))
      for (const b of dresses) expect([a, b, verdict(a, b)]).not.toEqual([a, b, "different" satisfies Verdict]);
    expect(verdict(named("Bücher", "bücher.de"), named("Buecher AG", "xn--bcher-kva.de"))).toBe("same");
  });

  test.each<[string, Customer, Customer, Verdict]>([
    ["a unit on its company's site", named("Bolt", "bolt.io"), named("Bolt Labs", "labs.bolt.io"), "same"],
    ["two units of a group on its site", named("Storm Group X", "g.com"), named("Liquid Group X", "g.com"), "possible"],
    ["an acronym on one site", named("BRC", "brc.com"), named("Bolt Rail Company X", "brc.com"), "possible"],
    ["an acronym of all words on one site", named("BRX", "brx.com"), named("Bolt Rail Xylo", "brx.com"), "same"],
    ["one name on sites with one name", named("Bolt", "bolt.io"), named("Bolt", "bolt.com"), "same"],
    [
      "one name on sites of other names",
      named("Frontier", "frontier.io"),
      named("Frontier", "prairie.com"),
      "possible",
    ],
    ["one name in two countries", named("Bolt", undefined, "DE"), named("Bolt Inc", undefined, "US"), "possible"],
    ["one site in two countries", named("Bolt", "bolt.io", "DE"), named("Bolt Inc", "bolt.io", "US"), "same"],
    ["a mail provider", named("Bolt", "bolt@gmail.com"), named("Storm", "storm@gmail.com"), "different"],
    ["two names rented from one host", named("Bolt", "bolt.github.io"), named("Storm", "storm.github.io"), "different"],
    ["a name of before", named("Storm (formerly Bolt)"), named("Bolt AG"), "same"],
    ["a parent company", named("Storm (part of Bolt)"), named("Bolt AG"), "possible"],
    ["a letter swapped", named("Bolt Railway"), named("Bolt Rialway"), "possible"],
    ["a letter of a short name", named("Bolt"), named("Bold"), "different"],
    ["a common word", named("Bolt Cloud Systems"), named("Storm Cloud Systems"), "different"],
    ["nothing at all", named(""), named(" "), "different"],
  ])("judges %s", (_, a, b, expected) => {
    expect(verdict(a, b)).toBe(expected);
  });

  test("tells a reviewer in a sentence which rule hit, and how strongly", () => {
    expect(compareCustomers(named("Bolt", "bolt.io"), named("Bolt Labs", "www.bolt.io")).hits).toEqual([
      { rule: "domain", strength: "strong", says: "Both use bolt.io." },
      {
        rule: "longer-name",
        strength: "medium",
        says: "One name is the start of the other: perhaps a branch or a subsidiary.",
      },
    ]);
    const [hit] = compareCustomers(named("Bolt", undefined, "us"), named("BOLT", undefined, "DE")).hits;
    expect(hit).toMatchObject({ rule: "name", strength: "medium" });
    expect(hit?.says).toContain("one is in DE, the other in US");
  });
});

describe("the keys of a claim", () => {
  test("are the domain and every name, sorted", () => {
    expect(customerKeys(named("The Bolt & Sons Co., Ltd. (formerly Storm)", "https://www.shop.bolt.co.uk/x"))).toEqual([
      "d:bolt.co.uk",
      "n:boltsons",
      "n:storm",
    ]);
    expect(customerKeys(named("www.acme.com"))).toEqual(["d:acme.com", "n:acme", "n:acmecom"]);
    expect(customerKeys(named("Bolt", "bolt@gmail.com"))).toEqual(["n:bolt"]);
  });

  test("meet on a row for customers that are the same", () => {
    fc.assert(
      fc.property(customer, customer, (a, b) => {
        if (verdict(a, b) !== "same") return;
        const keys = customerKeys(b);
        expect(customerKeys(a).some((key) => keys.includes(key))).toBe(true);
      }),
    );
  });
});

test("the index finds whatever is not different from a customer", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 7, maxLength: 9 });
  const any = fc.oneof(
    customer,
    letters.map((text) => named(text)),
  );
  fc.assert(
    fc.property(fc.array(any, { minLength: 2, maxLength: 25 }), (all) => {
      const found = new CandidateIndex(all).of(readCustomer(all[0] as Customer)).map(({ customer }) => customer);
      const missing = all.filter((it) => !found.includes(it) && verdict(all[0] as Customer, it) !== "different");
      expect(missing).toEqual([]);
    }),
  );
});

test("the index finds a misspelling wherever the letter is wrong", () => {
  for (const right of ["railway", "railways", "railwayss", "railwaysab"])
    for (let at = 0; at < right.length - 1; at++) {
      const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
      const others = [
        `${right.slice(0, at)}x${right.slice(at + 1)}`,
        `${right.slice(0, at)}x${right.slice(at)}`,
        swapped,
      ];
      for (const wrong of others) {
        expect([wrong, verdict(named(right), named(wrong))]).not.toEqual([wrong, "different"]);
        expect([wrong, new CandidateIndex([named(wrong)]).of(readCustomer(named(right))).length]).toEqual([wrong, 1]);
      }
    }
});

import { describe, expect, it } from "vitest";
import { missing, needs } from "./completeness";
import { registrationForm } from "./form";
import { mayBecome, registrationMoves } from "./states";
import { clock, duration } from "./times";
import { valuesOf } from "./values";

const full = {
  customerName: "Bolt",
  country: "Germany",
  contactName: "Ann",
  contactEmail: "ann@bolt.example",
  need: "They replace what they have and asked us.",
  involvement: "resell",
  expectedCloseOn: "2026-09-01",
  currency: "EUR",
  "product.1": "aaaaaaaa-0000-4000-8000-000000000001",
  "amount.1": "1,000.50",
};
const today = "2026-05-20";

describe("a registration's form", () => {
  it("says what is missing, and nothing when all is there", () => {
    expect(missing({}, today)).toHaveLength(needs.length);
    expect(missing(full, today)).toEqual([]);
    for (const need of needs) {
      const without = { ...full, [need.field]: "" };
      expect(missing(without, today).map(({ field }) => field)).toEqual([need.field]);
    }
  });

  it("wants a product and an amount on each line that is used, and a day to come", () => {
    expect(missing({ ...full, "amount.2": "5" }, today).map(({ field }) => field)).toEqual(["product.1"]);
    expect(missing({ ...full, "amount.1": "-5" }, today)).toHaveLength(1);
    expect(missing({ ...full, expectedCloseOn: "2026-05-19" }, today)).toHaveLength(1);
  });

  it("keeps what is typed through a draft and back", () => {
    const input = registrationForm.parse(full);
    const one = { ...input, involvement: input.involvement as string };
    expect(valuesOf(one)).toMatchObject({ ...full, "amount.1": "1000.5", "quantity.1": "1" });
    expect(valuesOf({ ...one, lines: [{ lineNo: 1, productId: null, quantity: "100", amountE4: 0n }] })).toMatchObject({
      "quantity.1": "100",
      "amount.1": "",
    });
  });

  it.each([
    ["amount.1", "many", /number/],
    ["quantity.1", "0", /above 0/],
    ["contactEmail", "ann", /address/],
    ["country", "Atlantis", /Choose a country/],
    ["expectedCloseOn", "31.12.2026", /year, month and day/],
    ["product.1", "x", /does not exist/],
  ])("names the field when %s is %j", (name, value, says) => {
    const read = registrationForm.safeParse({ ...full, [name]: value });
    expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual([name]);
    expect(read.error?.issues[0]?.message).toMatch(says);
  });
});

describe("the states of a registration", () => {
  it("that have ended lead nowhere", () => {
    for (const status of ["rejected", "duplicate", "withdrawn", "expired", "closed"] as const)
      for (const move of Object.keys(registrationMoves) as (keyof typeof registrationMoves)[])
        expect(mayBecome(status, move)).toBe(false);
  });
});

describe("the clock", () => {
  it("says how far a due time is away, and when it is late", () => {
    const now = new Date("2026-05-20T12:00:00Z");
    expect(clock(new Date("2026-05-20T17:00:00Z"), now)).toEqual({ says: "due in 5 hours", late: false, soon: true });
    expect(clock(new Date("2026-05-17T12:00:00Z"), now).says).toBe("3 days late");
    expect(duration(1)).toBe("1 hour");
  });
});

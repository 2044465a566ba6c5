import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bankForm, bankText, ibanProblem, lastOf, routingProblem, taxForm } from "./bank";
import { readOutcomes, referenceOf } from "./outcomes";
import { type PaymentFile, painFile } from "./pain";

const ibans = [
  "DE89370400440532013000",
  "GB29NWBK60161331926819",
  "FR1420041010050500013M02606",
  "NO9386011117947",
  "MT84MALT011000012345MTLCAST001S",
];
const typed = { holder: "Bode & Söhne", iban: "de89 3704 0044 0532 0130 00", bic: "COBADEFF" };
const wrongIn = (
  form: { safeParse: (value: unknown) => { success: boolean; error?: { issues: { path: PropertyKey[] }[] } } },
  value: unknown,
) => form.safeParse(value).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("bank details", () => {
  it.each(ibans)("take the IBAN %s, and no other with one character changed or two swapped", (iban) => {
    expect(ibanProblem(iban)).toBeNull();
    for (let i = 4; i < iban.length; i++) {
      const digit = iban[i] as string;
      const other = /\d/.test(digit) ? String((Number(digit) + 1) % 10) : digit === "Z" ? "Y" : "Z";
      expect(ibanProblem(iban.slice(0, i) + other + iban.slice(i + 1))).not.toBeNull();
      const next = iban[i + 1];
      if (next && next !== digit)
        expect(ibanProblem(iban.slice(0, i) + next + digit + iban.slice(i + 2))).not.toBeNull();
    }
  });

  it("refuse an IBAN of another length or no country, a bank elsewhere, and a routing number whose check digit is off", () => {
    expect(ibanProblem("DE8937040044053201300")).toContain("22 characters");
    expect(ibanProblem("ZZ89370400440532013000")).toContain("no IBANs");
    expect(routingProblem("021000021")).toBeNull();
    expect(routingProblem("021000022")).toContain("check digit");
    expect(routingProblem("000000000")).not.toBeNull();
    expect(wrongIn(bankForm, { ...typed, bic: "CHASUS33" })).toEqual(["bic"]);
    expect(wrongIn(bankForm, { holder: "Acme", account: "12", routing: "021000022" })).toEqual(["routing", "account"]);
    expect(wrongIn(bankForm, { ...typed, holder: "株式会社" })).toEqual(["holder"]);
    expect(wrongIn(taxForm, { form: "w9", country: "US", number: "12-345678" })).toEqual(["number"]);
    expect(bankForm.parse(typed)).toEqual({
      kind: "iban",
      holder: "Bode & Söhne",
      country: "DE",
      iban: "DE89370400440532013000",
      bic: "COBADEFF",
    });
  });

  it("show of a number its end, and never most of a short one", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{0,20}$/),
        (number) => lastOf(number).length <= Math.min(4, number.length / 2) && number.endsWith(lastOf(number)),
      ),
    );
  });
});

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const bank = bankForm.parse(typed);
const us = bankForm.parse({ holder: "Acme <Inc>", account: "123456789", routing: "021000021" });
const payment = (currency: string, amounts: bigint[]): PaymentFile => ({
  batchId: id(0),
  number: 7,
  currency,
  at: new Date("2026-03-04T05:06:07.890Z"),
  on: "2026-03-04",
  payer: { name: "Northstar", bank },
  transfers: amounts.map((amountMinor, i) => ({
    payoutId: id(i + 1),
    name: "x",
    amountMinor,
    bank: i % 2 ? us : bank,
  })),
});
const all = (file: string, tag: string) =>
  [...file.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([^<]*)</${tag}>`, "g"))].map(([, text]) => text as string);

describe("the bank's file", () => {
  it("says the number and the exact sum twice, and has each payout once under its own reference", () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 15n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(amounts, fc.constantFrom(["USD", 2], ["JPY", 0], ["KWD", 3]), (given, [currency, decimals]) => {
        const file = painFile(payment(currency as string, given));
        const units = all(file, "InstdAmt").map((text) => BigInt(text.replace(".", "")));
        expect(units).toEqual(given);
        expect(all(file, "InstdAmt").every((text) => (text.split(".")[1] ?? "").length === decimals)).toBe(true);
        const sum = given.reduce((so, one) => so + one, 0n);
        expect(all(file, "CtrlSum").map((text) => BigInt(text.replace(".", "")))).toEqual([sum, sum]);
        expect(all(file, "NbOfTxs")).toEqual([String(given.length), String(given.length)]);
        const references = all(file, "EndToEndId");
        expect(new Set(references).size).toBe(given.length);
        expect(references.every((reference) => /^[A-Z0-9]{1,35}$/.test(reference))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps the order of elements that pain.001.001.09 asks for, in texts that every bank takes", () => {
    const file = painFile(payment("EUR", [100n, 250n]));
    const names = [...file.matchAll(/<([A-Za-z]+)[ >]/g)].map(([, name]) => name as string);
    const inOrder = (wanted: string) => expect(names.join(" ")).toContain(wanted);
    inOrder(
      "Document CstmrCdtTrfInitn GrpHdr MsgId CreDtTm NbOfTxs CtrlSum InitgPty Nm PmtInf PmtInfId PmtMtd NbOfTxs CtrlSum ReqdExctnDt Dt Dbtr Nm DbtrAcct Id IBAN Ccy DbtrAgt FinInstnId BICFI CdtTrfTxInf",
    );
    inOrder("CdtTrfTxInf PmtId EndToEndId Amt InstdAmt CdtrAgt FinInstnId BICFI Cdtr Nm CdtrAcct Id IBAN RmtInf Ustrd");
    inOrder("CdtrAgt FinInstnId ClrSysMmbId ClrSysId Cd MmbId Cdtr Nm CdtrAcct Id Othr Id");
    expect(file).toContain('xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"');
    expect(all(file, "Nm")).toEqual(["Northstar", "Northstar", "Bode Sohne", "Acme Inc"]);
    expect(all(file, "CreDtTm")).toEqual(["2026-03-04T05:06:07Z"]);
    const opened = file.match(/<[A-Za-z]/g)?.length;
    expect(file.match(/<\//g)?.length).toBe(opened);
    expect(bankText("Ünïted & <Co>; Ł", 70)).toBe("United Co");
  });
});

describe("a file of outcomes", () => {
  it("is read by reference, with commas or semicolons, a heading or none, and quoted reasons", () => {
    const [a, b] = [referenceOf(id(1)), referenceOf(id(2))];
    const said = [
      { payoutId: id(1), outcome: "paid", reason: "" },
      { payoutId: id(2), outcome: "failed", reason: 'Closed, "gone"' },
    ];
    expect(
      readOutcomes(`\uFEFFreference,outcome,reason\r\n${a},paid,\r\n${b},FAILED,"Closed, ""gone"""\r\n\r\n`),
    ).toEqual(said);
    expect(readOutcomes(`${a};paid\n${id(2)};failed;Gone`)).toMatchObject([
      { payoutId: id(1) },
      { payoutId: id(2), reason: "Gone" },
    ]);
  });

  it.each([
    ["", "no outcome"],
    ["x,paid", "Line 1"],
    [`${id(1)},returned`, "paid or failed"],
    [`${id(1)},failed`, "needs its reason"],
    [`${id(1)},paid\n${id(1)},paid`, "Line 2"],
  ])("is refused whole with its line: %j", (text, words) => {
    expect(() => readOutcomes(text)).toThrow(words);
  });
});

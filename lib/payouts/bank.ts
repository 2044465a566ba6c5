import { z } from "zod";

/** Where money goes: an IBAN with the bank's BIC, or for the United States an account and its routing number. */
export type BankDetails =
  | { kind: "iban"; holder: string; country: string; iban: string; bic: string }
  | { kind: "us"; holder: string; country: "US"; account: string; routing: string };
export type TaxDetails = { form: TaxForm; country: string; number: string };

export const taxForms = {
  w9: "W-9, for companies in the United States",
  w8: "W-8, for companies elsewhere",
  vat: "VAT registration",
  none: "No number: not liable to tax",
} as const;
export type TaxForm = keyof typeof taxForms;

/** How many characters an IBAN has in each country (ISO 13616 registry). */
const ibanLengths: Record<string, number> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21
  HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
  RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const squeezed = (text: string) => text.replace(/[\s-]/g, "").toUpperCase();

/** What is wrong with an IBAN, in words; null when its country, length and check digits are right. */
export function ibanProblem(iban: string): string | null {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(iban)) return "An IBAN begins with a country and two digits, such as DE89";
  const length = ibanLengths[iban.slice(0, 2)];
  if (!length) return `There are no IBANs of ${iban.slice(0, 2)}`;
  if (iban.length !== length) return `An IBAN of ${iban.slice(0, 2)} has ${length} characters, this one ${iban.length}`;
  const digits = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n
    ? null
    : "This IBAN's check digits are not right: look for a wrong or swapped digit";
}

/** What is wrong with a routing number of the United States; null when it passes the check of the ABA. */
export function routingProblem(routing: string): string | null {
  if (!/^\d{9}$/.test(routing)) return "A routing number has nine digits";
  const sum = [...routing].reduce((all, digit, i) => all + Number(digit) * ([3, 7, 1][i % 3] as number), 0);
  return sum > 0 && sum % 10 === 0 ? null : "This routing number's check digit is not right: look for a wrong digit";
}

/** The letters that banks pass on everywhere; accents are taken off, and what is left over becomes a space. */
export const bankText = (text: string, most: number) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, most)
    .trim();

const holder = z
  .string()
  .trim()
  .max(70, "At most 70 characters")
  .refine(
    (name) => bankText(name, 70).replace(/[^A-Za-z]/g, "").length > 1,
    "Write the name in Latin letters, as the bank has it",
  );

/** What a partner's admin enters about its bank. Spaces do not count. */
export const bankForm = z
  .object({
    holder,
    iban: z.string().default("").transform(squeezed),
    bic: z.string().default("").transform(squeezed),
    account: z.string().default("").transform(squeezed),
    routing: z.string().default("").transform(squeezed),
  })
  .transform((typed, context): BankDetails => {
    const wrong = (path: string, message: string | null) =>
      message && context.addIssue({ code: "custom", path: [path], message });
    // Whoever typed an account number and no IBAN means the United States.
    if (typed.iban === "" && (typed.account !== "" || typed.routing !== "")) {
      wrong("routing", routingProblem(typed.routing));
      wrong("account", /^\d{4,17}$/.test(typed.account) ? null : "An account number has 4 to 17 digits");
      return { kind: "us", holder: typed.holder, country: "US", account: typed.account, routing: typed.routing };
    }
    wrong("iban", ibanProblem(typed.iban));
    const country = typed.iban.slice(0, 2);
    wrong("bic", bicProblem(typed.bic, country));
    return { kind: "iban", holder: typed.holder, country, iban: typed.iban, bic: typed.bic };
  });

/** Territories whose banks have the BIC of another country. */
const bicOf: Record<string, string[]> = {
  GB: ["GB", "IM", "JE", "GG"],
  FR: ["FR", "MC", "GP", "MQ", "RE"],
  XK: ["XK", "RS"],
};

function bicProblem(bic: string, country: string): string | null {
  if (!/^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic))
    return "A BIC has 8 or 11 letters and digits, such as DEUTDEFF";
  return (bicOf[country] ?? [country]).includes(bic.slice(4, 6))
    ? null
    : `This bank is in ${bic.slice(4, 6)}, the IBAN in ${country}`;
}

const patterns: Record<TaxForm, [RegExp, string]> = {
  w9: [/^\d{9}$/, "An EIN or SSN has nine digits"],
  w8: [/^[A-Z0-9./]{4,20}$/, "Write the tax number of your country: 4 to 20 letters and digits"],
  vat: [/^[A-Z]{2}[A-Z0-9+*]{2,13}$/, "A VAT number begins with the country, such as DE123456789"],
  none: [/^$/, "Leave the number empty, or choose another form"],
};

/** What a partner's admin enters about its taxes. */
export const taxForm = z
  .object({
    form: z.enum(Object.keys(taxForms) as [TaxForm, ...TaxForm[]], "Choose a form"),
    country: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, "Two letters, such as DE"),
    number: z.string().default("").transform(squeezed),
  })
  .superRefine(({ form, number }, context) => {
    const [pattern, message] = patterns[form];
    if (!pattern.test(number)) context.addIssue({ code: "custom", path: ["number"], message });
  });

/** What may be shown of a number: its last four characters, fewer of a short one. */
export const lastOf = (number: string) => number.slice(number.length - Math.min(4, Math.floor(number.length / 2)));
export const masked = (last: string) => `•••• ${last}`;
/** The number that is masked of bank details. */
export const accountOf = (bank: BankDetails) => (bank.kind === "iban" ? bank.iban : bank.account);

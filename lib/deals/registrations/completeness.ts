import { parseAmountE4 } from "@/lib/money";
import { involvements } from "./words";

/** The fields of a registration as they were typed, by name. */
export type Typed = Record<string, string | undefined>;

/** How many products a registration has room for. */
export const lineNumbers = [1, 2, 3, 4, 5, 6] as const;

type Need = { field: string; label: string; says: string; met: (typed: Typed, today: string) => boolean };

const filled = (typed: Typed, field: string) => (typed[field] ?? "").trim() !== "";
const lineIs = (typed: Typed, line: number) =>
  filled(typed, `product.${line}`) || filled(typed, `amount.${line}`) || filled(typed, `quantity.${line}`);
const lineHolds = (typed: Typed, line: number) =>
  filled(typed, `product.${line}`) && positive(typed[`amount.${line}`] ?? "");

function positive(text: string): boolean {
  try {
    return parseAmountE4(text.trim(), { decimal: ".", grouping: "," }) > 0n;
  } catch {
    return false;
  }
}

/** What a registration needs before it can be submitted: evidence of a real deal, in the order of the form. */
export const needs: readonly Need[] = [
  { field: "customerName", label: "Customer", says: "Name the customer", met: (t) => filled(t, "customerName") },
  {
    field: "country",
    label: "Country",
    says: "Say in which country the customer is",
    met: (t) => filled(t, "country"),
  },
  { field: "contactName", label: "Contact", says: "Name whom you talk to", met: (t) => filled(t, "contactName") },
  {
    field: "contactEmail",
    label: "Contact's e-mail",
    says: "Give the contact's e-mail address",
    met: (t) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test((t.contactEmail ?? "").trim()),
  },
  {
    field: "need",
    label: "What the customer needs",
    says: "Say in a sentence or two what the customer needs: at least 30 characters",
    met: (t) => (t.need ?? "").trim().length >= 30,
  },
  {
    field: "involvement",
    label: "Your part",
    says: "Say how you are involved",
    met: (t) => Object.hasOwn(involvements, (t.involvement ?? "").trim()),
  },
  {
    field: "expectedCloseOn",
    label: "Expected close",
    says: "Give a day that is still to come",
    met: (t, today) => (t.expectedCloseOn ?? "").trim() >= today,
  },
  { field: "currency", label: "Currency", says: "Choose the currency", met: (t) => filled(t, "currency") },
  {
    field: "product.1",
    label: "Products with amounts",
    says: "Name a product and an amount above 0 on each line that you use",
    met: (t) =>
      lineNumbers.some((line) => lineHolds(t, line)) &&
      lineNumbers.every((line) => !lineIs(t, line) || lineHolds(t, line)),
  },
];

/** What is still missing; empty when the registration may be submitted. */
export const missing = (typed: Typed, today: string): readonly Need[] =>
  needs.filter((need) => !need.met(typed, today));

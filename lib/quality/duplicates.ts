import { compareRead, type Hit as NameHit, type Strength } from "@/lib/deals/matching/compare";
import type { ReadCustomer } from "@/lib/deals/matching/customer";
import { isMisspelling } from "@/lib/deals/matching/likeness";

export const pairKinds = { partner: "Partners", account: "Customers", person: "Contacts" } as const;
export type PairKind = keyof typeof pairKinds;
export const pairKindKeys = Object.keys(pairKinds) as PairKind[];

/** A reason to think that two records are one, and how strongly it speaks. */
export type Hit = { rule: NameHit["rule"] | "key" | "phone" | "initial"; strength: Strength; says: string };
/** How likely it is, of 100, with the reasons. */
export type Likely = { likely: number; hits: Hit[] };

/** From here on two records count as one in the score; below, a pair is offered and no more. */
export const likelyEnough = 60;

const points = { strong: 70, medium: 50, weak: 20 } as const;
const each = { strong: 10, medium: 5, weak: 2 } as const;

/** How likely two are one by all reasons: the strongest counts, each other one adds a little. Null for none that is worth a look. */
function weigh(hits: Hit[], surely = 0): Likely | null {
  if (hits.length === 0) return null;
  const most = Math.max(...hits.map(({ strength }) => points[strength]));
  const sum = hits.reduce((all, { strength }) => all + each[strength], 0);
  const likely = Math.min(99, most + sum + surely);
  return likely < 50 ? null : { likely, hits };
}

/** Compares two companies by name, site, country and parent, as registrations are; a key that both have in a source is one more reason. */
export function likelyCompanies(a: ReadCustomer, b: ReadCustomer, more: Hit[] = []): Likely | null {
  const { verdict, hits } = compareRead(a, b);
  // A subsidiary is another record than its parent.
  const telling = hits.filter(({ rule }) => rule !== "parent");
  return weigh([...telling, ...more], verdict === "same" ? 15 : 0);
}

export type Contact = { name: string; phone: string | null; email: string | null };

const digits = (phone: string | null) => (phone ?? "").replace(/\D/g, "").replace(/^00/, "").slice(-9);
const words = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word && !/^(mr|mrs|ms|dr|prof)$/.test(word));

/** Compares two contacts of one company by name and telephone. */
export function likelyPeople(a: Contact, b: Contact): Likely | null {
  const [one, two] = [words(a.name), words(b.name)];
  const hits: Hit[] = [];
  const [first, other] = [[...one].sort().join(" "), [...two].sort().join(" ")];
  if (first !== "" && first === other)
    hits.push({ rule: "name", strength: "strong", says: "Their names have the same words." });
  else if (isMisspelling(one.join(""), two.join("")))
    hits.push({ rule: "similar-name", strength: "medium", says: "Their names are one letter apart." });
  else if (isInitial(one, two))
    hits.push({
      rule: "initial",
      strength: "medium",
      says: "They share the last name, and one first name begins with the other.",
    });
  const phone = digits(a.phone);
  if (phone.length >= 7 && phone === digits(b.phone) && (hits.length > 0 || one.at(-1) === two.at(-1)))
    hits.push({ rule: "phone", strength: "strong", says: `Both have the telephone number ${a.phone}.` });
  return weigh(hits);
}

/** "J. Holt" and "Mira Holt" are two; "M. Holt" and "Mira Holt", or "Jo Holt" and "Jonas Holt", may be one. */
function isInitial(one: readonly string[], two: readonly string[]): boolean {
  const [a, b] = [one[0] ?? "", two[0] ?? ""];
  if (one.length < 2 || two.length < 2 || one.at(-1) !== two.at(-1) || a === b) return false;
  return a.startsWith(b) || b.startsWith(a);
}

/** How likely in words. */
export const likelyWords = (likely: number): string =>
  likely >= 80 ? "Very likely" : likely >= likelyEnough ? "Likely" : "Possible";

import { type Customer, type ReadCustomer, readCustomer } from "./customer";
import { extendsName, fits, isMisspelling, sharesWords } from "./likeness";

export type Rule =
  | "domain"
  | "subdomain"
  | "name"
  | "alias"
  | "parent"
  | "name-in-domain"
  | "longer-name"
  | "similar-name";
export type Strength = "strong" | "medium" | "weak";
/** One reason to think that two customers are the same, and the sentence that a reviewer reads. */
export type Hit = { rule: Rule; strength: Strength; says: string };
export type Verdict = "same" | "possible" | "different";
export type Comparison = { verdict: Verdict; hits: Hit[] };

/** Compares two customers by what was typed, the same whichever comes first. "possible" is for a person to decide. */
export function compareCustomers(a: Customer, b: Customer): Comparison {
  return compareRead(readCustomer(a), readCustomer(b));
}

/** The same for customers that were read before. */
export function compareRead(a: ReadCustomer, b: ReadCustomer): Comparison {
  const site = siteHit(a, b);
  const name = nameHit(a, b);
  const abroad = a.country !== "" && b.country !== "" && a.country !== b.country;
  const hits = [site, name && !site && abroad ? weakened(name, a, b) : name, ...linkHits(a, b)].filter(
    (hit) => hit !== null,
  );
  return { verdict: verdictOf(a, b, hits, abroad), hits };
}

/**
 * One site and names that fit are one company; one site and other names may be a group or a landlord. One name is one
 * company unless the countries differ or each has a site of another name.
 */
function verdictOf(a: ReadCustomer, b: ReadCustomer, hits: Hit[], abroad: boolean): Verdict {
  const has = (...rules: Rule[]) => hits.some((hit) => rules.includes(hit.rule));
  const named = has("name", "alias");
  if (has("domain", "subdomain")) {
    const unnamed = a.names.length === 0 || b.names.length === 0;
    return named || unnamed || has("similar-name") || fits(a, b) ? "same" : "possible";
  }
  if (named && !abroad && !(a.site && b.site && a.stem !== b.stem)) return "same";
  return hits.length > 0 ? "possible" : "different";
}

function siteHit(a: ReadCustomer, b: ReadCustomer): Hit | null {
  if (!a.site || !b.site || a.site.domain !== b.site.domain) return null;
  const { domain } = a.site;
  if (a.site.host === b.site.host) return { rule: "domain", strength: "strong", says: `Both use ${a.site.host}.` };
  const [one, two] = [a.site.host, b.site.host].sort();
  return { rule: "subdomain", strength: "strong", says: `${one} and ${two} both belong to ${domain}.` };
}

function nameHit(a: ReadCustomer, b: ReadCustomer): Hit | null {
  const shared = a.names.filter((name) => b.names.includes(name));
  if (a.name.key !== "" && a.name.key === b.name.key)
    return { rule: "name", strength: "strong", says: "Their names are the same but for spelling and legal form." };
  if (shared.length > 0)
    return {
      rule: "alias",
      strength: "strong",
      says: `Both are also known as "${shared[0]}", as their names are written.`,
    };
  if (extendsName(a.name.words, b.name.words))
    return {
      rule: "longer-name",
      strength: "medium",
      says: "One name is the start of the other: perhaps a branch or a subsidiary.",
    };
  if (isMisspelling(a.name.key, b.name.key))
    return { rule: "similar-name", strength: "medium", says: "Their names are one letter apart." };
  if (sharesWords(a.name.words, b.name.words))
    return { rule: "similar-name", strength: "weak", says: "Their names share most of their words." };
  return null;
}

function linkHits(a: ReadCustomer, b: ReadCustomer): Hit[] {
  const hits: Hit[] = [];
  const parents = [
    ...a.parents.filter((it) => b.names.includes(it)),
    ...b.parents.filter((it) => a.names.includes(it)),
  ];
  if (parents.length > 0)
    hits.push({ rule: "parent", strength: "medium", says: "One is named as the parent company of the other." });
  else if (a.parents.some((it) => b.parents.includes(it)))
    hits.push({ rule: "parent", strength: "weak", says: "Both are said to belong to the same company." });
  if (a.name.key === b.name.key || a.site?.domain === b.site?.domain) return hits;
  const named = (one: ReadCustomer, two: ReadCustomer) => one.stem.length > 2 && two.names.includes(one.stem);
  const sites = [named(a, b) && a.site?.domain, named(b, a) && b.site?.domain]
    .filter((it) => typeof it === "string")
    .sort();
  if (sites[0])
    hits.push({ rule: "name-in-domain", strength: "medium", says: `The domain ${sites[0]} bears the other's name.` });
  return hits;
}

/** A name alone says less across a border. */
function weakened(hit: Hit, a: ReadCustomer, b: ReadCustomer): Hit {
  const [one, two] = [a.country, b.country].sort();
  const strength = hit.strength === "strong" ? "medium" : "weak";
  return { ...hit, strength, says: `${hit.says} But one is in ${one}, the other in ${two}.` };
}

import { type CompanyName, companyKey, companyName } from "./company-name";
import { countryCode } from "./country";
import { type Site, siteOf } from "./domains";

/** A customer as a partner names it. `domain` may be an address, a host or a mail address; `country` is its code or name. */
export type Customer = { name: string; domain?: string | null; country?: string | null; parent?: string | null };

/** A customer read once, so that it can be compared with many. */
export type ReadCustomer = {
  name: CompanyName;
  names: string[];
  parents: string[];
  site: Site | null;
  stem: string;
  country: string;
};

/** Reads what a customer is known by. A name that is an address stands for the site, too. */
export function readCustomer(customer: Customer): ReadCustomer {
  const typed = companyName(customer.name);
  const named = /^\S+\.\S+$/.test(customer.name.trim()) ? siteOf(customer.name) : null;
  const name = named ? { ...typed, words: companyName(named.stem).words } : typed;
  const site = siteOf(customer.domain) ?? named;
  const names = [name.key, ...name.aliases, ...(named ? [companyKey(named.stem)] : [])].filter((key) => key !== "");
  const parent = customer.parent ? companyKey(customer.parent) : "";
  return {
    name,
    names: [...new Set(names)].sort(),
    parents: [...new Set([...name.parents, parent])].filter((key) => key !== "" && !names.includes(key)).sort(),
    site,
    stem: site ? companyKey(site.stem) : "",
    country: countryCode(customer.country),
  };
}

/**
 * The keys that a claim on the customer is filed under, sorted: its registered domain (`d:acme.com`) and each of its
 * names (`n:acme`). Two people who claim one customer at once meet on a row.
 */
export function customerKeys(customer: Customer): string[] {
  const { names, site } = readCustomer(customer);
  return [...names.map((name) => `n:${name}`), ...(site ? [`d:${site.domain}`] : [])].sort();
}

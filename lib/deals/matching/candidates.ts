import { type Customer, type ReadCustomer, readCustomer } from "./customer";
import { isTelling } from "./likeness";

export type Candidate<T> = { customer: T; read: ReadCustomer };

/**
 * Files customers by what they are known by, so that each is compared with the few that share something, never with all.
 * Whatever `compareCustomers` does not call different is found.
 */
export class CandidateIndex<T extends Customer> {
  private readonly blocks = new Map<string, Candidate<T>[]>();

  constructor(customers: Iterable<T>) {
    for (const customer of customers) {
      const entry = { customer, read: readCustomer(customer) };
      for (const block of blocksOf(entry.read)) {
        const held = this.blocks.get(block);
        if (held) held.push(entry);
        else this.blocks.set(block, [entry]);
      }
    }
  }

  /** Those that share a domain, a name, a telling word or half of a name with the customer, each once. */
  of(customer: ReadCustomer): Candidate<T>[] {
    return [...new Set(blocksOf(customer).flatMap((block) => this.blocks.get(block) ?? []))];
  }
}

/** A misspelling leaves the first or the last part of a name as it was; two lengths are filed, since names may differ by a letter. */
function blocksOf({ name, names, parents, site, stem }: ReadCustomer): string[] {
  const blocks = [...names, ...parents, stem].filter(Boolean).map((key) => `n:${key}`);
  if (site) blocks.push(`d:${site.domain}`);
  blocks.push(...name.words.filter(isTelling).map((word) => `w:${word}`));
  const length = name.key.length;
  for (const part of [Math.floor((length - 1) / 2), Math.floor((length - 2) / 2)])
    if (length > 6) blocks.push(`s:${name.key.slice(0, part)}`, `e:${name.key.slice(-part)}`);
  return [...new Set(blocks)];
}

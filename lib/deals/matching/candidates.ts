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
      for (const block of blocksOf(entry.read).filed) {
        const held = this.blocks.get(block);
        if (held) held.push(entry);
        else this.blocks.set(block, [entry]);
      }
    }
  }

  /** Those that share a block with the customer, each once. */
  of(customer: ReadCustomer): Candidate<T>[] {
    const { strong, weak } = blocksOf(customer);
    return [...new Set([...strong, ...weak].flatMap((block) => this.blocks.get(block) ?? []))];
  }
}

/** Blocks under which a customer is filed, and those that others who may be the same are filed under, strong ones apart. */
export type Blocks = { filed: string[]; strong: string[]; weak: string[] };

/**
 * What a customer is filed under and looked for by: names and parents, domain, the words that its name begins with, pairs
 * of telling words, and halves of its name. Two share a block unless `compareRead` calls them different.
 */
export function blocksOf({ name, names, parents, site, stem }: ReadCustomer): Blocks {
  const strong = [...names, ...parents, stem].filter(Boolean).map((key) => `n:${key}`);
  if (site) strong.push(`d:${site.domain}`);
  const shared = [...pairsOf(name.words), ...halvesOf(name.key)];
  const whole = name.words.join(" ");
  const starts = name.words.slice(0, -1).map((_, n) => name.words.slice(0, n + 1));
  const telling = starts.filter((words) => words.some(isTelling)).map((words) => words.join(" "));
  return {
    filed: distinct([...strong, ...shared, `w:${whole}`, ...telling.map((start) => `p:${start}`)]),
    strong: distinct(strong),
    weak: distinct([...shared, `p:${whole}`, ...telling.map((start) => `w:${start}`)]),
  };
}

const distinct = (blocks: string[]) => [...new Set(blocks)];

/** Names that share most of their words share two that tell. */
function pairsOf(words: readonly string[]): string[] {
  const telling = [...new Set(words.filter(isTelling))].sort();
  return telling.flatMap((one, n) => telling.slice(n + 1).map((other) => `2:${one} ${other}`));
}

/** A misspelling leaves the first or the last part of a name as it was, and its figures; two lengths are filed, since names may differ by a letter. */
function halvesOf(key: string): string[] {
  if (key.length <= 6) return [];
  const figures = key.replace(/\D/g, "");
  return [Math.floor((key.length - 1) / 2), Math.floor((key.length - 2) / 2)].flatMap((part) => [
    `s:${key.slice(0, part)}#${figures}`,
    `e:${key.slice(-part)}#${figures}`,
  ]);
}

import { initials } from "./company-name";
import type { ReadCustomer } from "./customer";

/** Words that many companies have in their names: alone they tell none of them. */
const common = new Set(
  "group holding holdings international global cloud it systems system solutions solution services service technology technologies tech software consulting digital data network networks labs lab information bank national university partners media security first new open china japan india america europe germany deutschland france usa us uk of and for de la le the der die".split(
    " ",
  ),
);

/** Shorter names are too often one letter apart by chance. */
const shortestMisspelt = 7;

/** Whether one name is the start of the other ("Acme", "Acme Deutschland"), by whole words of which one is distinctive. */
export function extendsName(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length < long.length && isDistinctive(short) && short.every((word, i) => long[i] === word);
}

/** Whether the names are two spellings of one: one letter more, less, other, or two swapped, in a name of seven or more. */
export function isMisspelling(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (a === b || short.length < shortestMisspelt || long.length - short.length > 1) return false;
  if (/\d/.test(short + long) && short.replace(/\D/g, "") !== long.replace(/\D/g, "")) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  const rest = (text: string, skipped: number) => text.slice(start + skipped);
  if (short.length < long.length) return rest(short, 0) === rest(long, 1);
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return rest(short, 1) === rest(long, 1) || (swapped && rest(short, 2) === rest(long, 2));
}

/** Whether the names share most of their distinctive words, at least two. */
export function sharesWords(a: readonly string[], b: readonly string[]): boolean {
  const [one, two] = [new Set(a.filter(isTelling)), new Set(b.filter(isTelling))];
  const both = [...one].filter((word) => two.has(word)).length;
  return both >= 2 && both / (one.size + two.size - both) >= 0.6;
}

/** Whether names on one site fit each other: all the words of one are in the other, or it is its acronym. */
export function fits(a: ReadCustomer, b: ReadCustomer): boolean {
  const [one, two] = [a.name.words, b.name.words];
  const within = (short: string[], long: string[]) =>
    isDistinctive(short) && short.every((word) => long.includes(word));
  const acronym = (short: ReadCustomer, long: ReadCustomer) => short.names.includes(initials(long.name.words));
  return within(one, two) || within(two, one) || acronym(a, b) || acronym(b, a);
}

/** Whether a word tells a company from others. */
export function isTelling(word: string): boolean {
  return word.length > 1 && !common.has(word);
}

function isDistinctive(words: readonly string[]): boolean {
  return words.some(isTelling);
}

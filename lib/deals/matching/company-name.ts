import { withoutLegalForm } from "./legal-forms";

/** A company's name as it is compared: its key, the keys of its other names, of the company it belongs to, and its words. */
export type CompanyName = { key: string; aliases: string[]; parents: string[]; words: string[] };

const otherName =
  /^(?:formerly|formally|previously|ex|now|fka|f\/k\/a|aka|a\/k\/a|also known as|known as|dba|d\/b\/a|doing business as|trading as|t\/a)\b[\s:.-]*(?:known as\s+)?(.+)$/i;
const parentName =
  /^(?:part of|a part of|member of|a member of|owned by|(?:a\s+)?subsidiary of|(?:a\s+)?division of)\s+(?:the\s+)?(.+)$/i;
const parentCompany = /^an?\s+(.+?)\s+(?:group\s+)?(?:company|subsidiary|business)$/i;
const inlineName =
  /,?\s+(?=(?:formerly|previously|fka|f\/k\/a|aka|a\/k\/a|also known as|dba|d\/b\/a|doing business as|trading as|t\/a)\b\s*\S)/i;

/** Reads a name as people write it. What stands in brackets is no part of the key, but may name an alias or a parent. */
export function companyName(name: string): CompanyName {
  const { main, notes } = parts(name);
  const words = wordsOf(main);
  const key = words.join("") || name.normalize("NFKC").trim().toLowerCase();
  const aliases = [...umlauts(main), ...splitNames(main)];
  const parents: string[] = [];
  for (const note of notes) {
    const other = otherName.exec(note)?.[1];
    const parent = (parentName.exec(note) ?? parentCompany.exec(note))?.[1];
    if (other) aliases.push(companyKey(other));
    else if (parent) parents.push(companyKey(parent));
    else if (wordsOf(note).join("") === initials(words) || initials(wordsOf(note)) === key)
      aliases.push(companyKey(note));
  }
  return { key, aliases: distinct(aliases, key), parents: distinct(parents, key), words };
}

/**
 * What two spellings of a company's name have in common: no case, accents, punctuation, "and", leading "the", brackets
 * or legal form. Empty only for a blank name.
 */
export function companyKey(name: string): string {
  return companyName(name).key;
}

/** The first letters of the words, as an acronym has them. Empty for fewer than two words. */
export function initials(words: readonly string[]): string {
  return words.length < 2 ? "" : words.map((word) => [...word][0]).join("");
}

/** The name itself, and what its brackets and its "formerly known as" say. */
function parts(name: string): { main: string; notes: string[] } {
  const [outer = "", ...inline] = name.normalize("NFKC").split(inlineName);
  const notes = [...outer.matchAll(/\(([^()]*)\)|\[([^[\]]*)\]/g)].map((found) => (found[1] ?? found[2] ?? "").trim());
  const main = outer.replace(/\([^()]*\)|\[[^[\]]*\]/g, " ").trim();
  const comma = main.split(/,\s+/);
  if (comma.length > 1 && (parentCompany.test(comma.at(-1) as string) || parentName.test(comma.at(-1) as string)))
    return { main: comma.slice(0, -1).join(", "), notes: [...notes, ...inline, comma.at(-1) as string] };
  return { main: /[\p{L}\p{N}]/u.test(main) ? main : outer, notes: [...notes, ...inline] };
}

function wordsOf(text: string): string[] {
  const cut = folded(text)
    .replace(/^\s*(?:https?:\/\/)?www\./, "")
    .replace(/['’`´]/g, "")
    .replace(/(?<![\p{L}\p{N}])(\p{L})[./](?=\p{L}(?![\p{L}\p{N}]))/gu, "$1\u0000")
    .replace(/(?<=\p{L})\u0000(?=\p{L})/gu, "")
    .replace(/[&+]/g, " and ");
  const words = cut.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const named = words.filter((word) => word !== "and");
  const all = named.length > 0 ? named : words;
  return withoutLegalForm(all.length > 1 && all[0] === "the" ? all.slice(1) : all);
}

const letters: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i" };

/** Lower case without accents; the marks of other scripts than Latin, Greek and Cyrillic are part of their letters. */
function folded(text: string): string {
  const lower = text.normalize("NFKC").toLowerCase().normalize("NFKD");
  return lower
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ßæœøđðþłı]/g, (letter) => letters[letter] as string)
    .normalize("NFC");
}

/** "Müller" is also written "Mueller". */
function umlauts(text: string): string[] {
  const spelled = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüøå]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" })[letter] as string);
  return spelled === text.normalize("NFC").toLowerCase() ? [] : [wordsOf(spelled).join("")];
}

/** "Acme / Bolt" has two names; "Acme - Bolt Industries" has its first. */
function splitNames(text: string): string[] {
  const slash = text.split(/\s+[/|]\s+/);
  if (slash.length > 1) return slash.map((name) => wordsOf(name).join(""));
  const dash = text.split(/\s+[-–—]\s+/);
  return dash.length > 1 ? [wordsOf(dash[0] as string).join("")] : [];
}

function distinct(keys: string[], without: string): string[] {
  return [...new Set(keys)].filter((key) => key !== "" && key !== without).sort();
}

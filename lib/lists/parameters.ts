import { z } from "zod";

/** The parameters of an address, as Next hands them to a page. */
export type Parameters = Record<string, string | string[] | undefined>;

const most = { values: 50, characters: 200, page: 10_000 };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// The calendar of the database has no year 0.
const day = /^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Building blocks of a list's filter. What is not understood counts as not given: an address never leads to an error. */
export const first = z
  .unknown()
  .optional()
  .transform((given) => cleaned(given)[0] ?? "");

/** One of the words, else the fallback (an empty text unless given). */
export function oneOf<const Word extends string, const Fallback extends string = "">(
  words: readonly Word[],
  fallback: Fallback = "" as Fallback,
) {
  return first.transform((value): Word | Fallback =>
    (words as readonly string[]).includes(value) ? (value as Word) : fallback,
  );
}

/** Any number of the words. */
export function someOf<const Word extends string>(words: readonly Word[]) {
  return z
    .unknown()
    .optional()
    .transform((given) =>
      cleaned(given).filter((value): value is Word => (words as readonly string[]).includes(value)),
    );
}

/** Any number of texts, such as countries. */
export const someTexts = z.unknown().optional().transform(cleaned);

/** Any number of record ids; `words` are allowed beside them. */
export function someIds<const Word extends string = never>(words: readonly Word[] = []) {
  return z
    .unknown()
    .optional()
    .transform((given) =>
      cleaned(given).filter((value) => uuid.test(value) || (words as readonly string[]).includes(value)),
    );
}

/** A day that exists, `yyyy-mm-dd`, else an empty text. */
export const maybeDay = first.transform((value) => (isDay(value) ? value : ""));

/** An amount such as `1500` or `1500.50`, else an empty text. */
export const maybeAmount = first.transform((value) => (/^\d{1,12}(\.\d{1,4})?$/.test(value) ? value : ""));

/** The number of a page, from 1. */
export const pageNumber = first.transform((value) =>
  /^\d{1,6}$/.test(value) ? Math.min(Math.max(Number(value), 1), most.page) : 1,
);

/** Whether a form left fields empty, so that the address says more than is asked. */
export const hasEmpty = (parameters: Parameters) =>
  Object.values(parameters).some((value) => [value].flat().includes(""));

/** Whether the text is a record's id. */
export const isId = (value: string) => uuid.test(value);

/** Whether the text is a day that exists. */
export function isDay(value: string): boolean {
  if (!day.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function cleaned(given: unknown): string[] {
  const all = Array.isArray(given) ? given : [given];
  const texts = all.filter((value): value is string => typeof value === "string");
  // The database refuses control characters in a text.
  const plain = texts.map((value) =>
    value
      .replace(/[\u0000-\u001f\u007f]/g, " ")
      .trim()
      .slice(0, most.characters),
  );
  return [...new Set(plain.filter(Boolean))].slice(0, most.values);
}

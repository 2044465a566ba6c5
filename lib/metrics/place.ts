/**
 * Where a page of rows begins: after the row of this day and id, of which `skip` were shown already; `shown` rows stand on
 * the pages before. It is written into the address, and what is not understood counts as the beginning.
 */
export type Place = { shown: number; day: string; id: string; skip: number };

const written = /^(\d{1,9})_(-infinity|\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(\d{1,4})$/;

/** The place that an address names, or none. */
export function readPlace(text: string): Place | null {
  const [, shown, day, id, skip] = written.exec(text) ?? [];
  if (!shown || !day || !id || !skip) return null;
  return { shown: Number(shown), day, id, skip: Number(skip) };
}

/** The place after the last of `rows`, as an address names it. Rows of one day and id stand together. */
export function placeAfter(rows: readonly { day: string | null; refId: string }[], before: Place | null): string {
  const last = rows.at(-1);
  if (!last) return "";
  const day = last.day ?? "-infinity";
  const same = rows.filter((row) => row.refId === last.refId && (row.day ?? "-infinity") === day).length;
  const carried = before?.id === last.refId && before.day === day ? before.skip : 0;
  return `${(before?.shown ?? 0) + rows.length}_${day}_${last.refId}_${same + carried}`;
}

/** What is unusual about an import beside those before it: more or fewer rows than ever, or more of them held back. */
export type Oddity = { what: "many" | "few" | "held"; rows: number; usual: number; of: number };
export type Size = { rows: number; held: number };

/** With fewer imports before it nothing is usual yet. */
export const leastBefore = 4;
/** How many of the last are looked at. */
export const mostBefore = 10;
const factor = 2;
/** Fewer rows than this more or less are no matter. */
const leastDifference = 20;
const leastShare = 0.1;

/**
 * Compares an import with the last ones of its source that were published, by medians, so that one odd import among them
 * changes nothing: more than twice as many rows, less than half, or a share held back of at least a tenth that is more than
 * twice the usual. Empty when nothing is odd, or too few came before.
 */
export function odditiesOf(now: Size, before: readonly Size[]): Oddity[] {
  if (before.length < leastBefore) return [];
  const of = before.length;
  const usual = median(before.map(({ rows }) => rows));
  const usualShare = median(before.map(shareOf));
  const found: Oddity[] = [];
  if (now.rows > usual * factor && now.rows - usual >= leastDifference)
    found.push({ what: "many", rows: now.rows, usual, of });
  if (now.rows < usual / factor && usual - now.rows >= leastDifference)
    found.push({ what: "few", rows: now.rows, usual, of });
  const heldUsually = usualShare * now.rows;
  if (shareOf(now) >= leastShare && now.held > heldUsually * factor && now.held - heldUsually >= leastDifference)
    found.push({ what: "held", rows: now.held, usual: Math.round(heldUsually), of });
  return found;
}

const shareOf = ({ rows, held }: Size) => (rows === 0 ? 0 : held / rows);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** Why an import is held, with the figures and how they were compared. */
export function odditySays({ what, rows, usual, of }: Oddity): string {
  const count = (n: number) => n.toLocaleString("en-GB");
  const beside = `the median of the last ${of} published imports of this source is ${count(usual)}`;
  if (what === "many") return `It has ${count(rows)} rows, more than twice as many as usual: ${beside}.`;
  if (what === "few") return `It has ${count(rows)} rows, less than half of what is usual: ${beside}.`;
  return `${count(rows)} of its rows are held back; going by the median share of the last ${of} published imports, ${count(usual)} would be.`;
}

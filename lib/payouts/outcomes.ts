import { isId } from "@/lib/lists/parameters";

export type Outcome = { payoutId: string; outcome: "paid" | "failed"; reason: string };

const most = 20_000;
/** The reference that a payout has at the bank: its id without hyphens, at most 35 characters. */
export const referenceOf = (payoutId: string) => payoutId.replaceAll("-", "").toUpperCase();
const idOf = (reference: string) =>
  reference.toLowerCase().replace(/^(\w{8})-?(\w{4})-?(\w{4})-?(\w{4})-?(\w{12})$/, "$1-$2-$3-$4-$5");

/**
 * What the bank says became of payouts, one a line: reference, `paid` or `failed`, and of a failed one the reason; with commas or
 * semicolons, with or without a heading. Throws a message for people that names the line.
 */
export function readOutcomes(text: string): Outcome[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const rows = lines
    .map((line, i) => ({ line: i + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some(Boolean));
  const [first] = rows;
  const said = first && /^(reference|endtoendid|payout)$/i.test(first.cells[0] ?? "") ? rows.slice(1) : rows;
  if (said.length === 0) throw new Error("The file holds no outcome");
  if (said.length > most) throw new Error(`The file holds more than ${most} lines`);
  const seen = new Set<string>();
  return said.map(({ line, cells }) => {
    const [reference = "", outcome = "", reason = ""] = cells;
    const payoutId = idOf(reference);
    if (!isId(payoutId)) throw new Error(`Line ${line}: "${reference.slice(0, 40)}" is no reference of a payout`);
    if (seen.has(payoutId)) throw new Error(`Line ${line}: this payout stands in the file twice`);
    seen.add(payoutId);
    const became = outcome.toLowerCase();
    if (became !== "paid" && became !== "failed")
      throw new Error(`Line ${line}: the outcome is paid or failed, not "${outcome.slice(0, 40)}"`);
    if (became === "failed" && !reason) throw new Error(`Line ${line}: a failed payment needs its reason`);
    return { payoutId, outcome: became, reason: reason.slice(0, 140) };
  });
}

function cellsOf(line: string): string[] {
  const mark = line.includes(";") && !line.includes(",") ? ";" : ",";
  const cells = line.match(mark === ";" ? /("([^"]|"")*"|[^;]*)(;|$)/g : /("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return cells.slice(0, 3).map((cell) =>
    cell
      .replace(/[,;]$/, "")
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .replaceAll('""', '"')
      .trim(),
  );
}

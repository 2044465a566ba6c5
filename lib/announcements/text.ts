/** Each part has a key of its own among its neighbours. */
export type Piece = { key: number; text: string; href?: string };
export type Line = { key: number; pieces: Piece[] };
export type Block = { key: string; kind: "paragraph" | "list"; lines: Line[] };

const address = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

/**
 * What somebody wrote as paragraphs, lists and links, and nothing else: a blank line ends a paragraph, lines that begin with
 * `- ` are a list, an address that begins with http is a link. Everything else stays the text it is.
 */
export function blocksOf(text: string): Block[] {
  const parts = text
    .replace(/\r\n?/g, "\n")
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
  return parts.flatMap((part, at) => {
    const blocks: Block[] = [];
    for (const [key, line] of part.split("\n").entries()) {
      const item = /^[-*] +(.*)$/.exec(line.trim());
      const kind = item ? "list" : "paragraph";
      const read = { key, pieces: piecesOf(item?.[1] ?? line.trim()) };
      const last = blocks.at(-1);
      if (last?.kind === kind) last.lines.push(read);
      else blocks.push({ key: `${at} ${key}`, kind, lines: [read] });
    }
    return blocks;
  });
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(address)) {
    if (match.index > at) pieces.push({ key: at, text: line.slice(at, match.index) });
    pieces.push({ key: match.index, text: match[0], href: match[0] });
    at = match.index + match[0].length;
  }
  if (at < line.length) pieces.push({ key: at, text: line.slice(at) });
  return pieces;
}

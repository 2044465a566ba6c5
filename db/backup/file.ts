import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

/** First line of a backup, before its header. */
export const magic = "tandem backup 1";

export type Header = { at: string; migrations: number; server: string };
export type Sequence = { name: string; value: string | null };
/** Last line: how many rows each table has, where the sequences are, and SHA-256 of all before it. */
export type Trailer = { end: true; rows: Record<string, number>; sequences: Sequence[]; sha256: string };

/** What the lines of a backup are: a table begins, a row of it in the text format of COPY, it ends. */
export type Piece =
  | { kind: "header"; header: Header }
  | { kind: "table"; table: string; columns: string[] }
  | { kind: "row"; line: Buffer }
  | { kind: "over" }
  | { kind: "end"; trailer: Trailer };

/** Reads a backup from begin to end. Throws when it is none, was cut off, or is not what was written. */
export async function* readBackup(path: string): AsyncGenerator<Piece> {
  const hash = createHash("sha256");
  let n = 0;
  let inTable = false;
  let ended = false;
  for await (const line of linesOf(path)) {
    n++;
    if (ended) throw new Error("the backup goes on after its end");
    if (n === 1 && line.toString() !== `${magic}\n`) throw new Error("this is no backup of the portal");
    const piece = n === 1 ? undefined : pieceOf(line, n, inTable);
    if (piece?.kind === "end") {
      ended = true;
      if (hash.digest("hex") !== piece.trailer.sha256) throw new Error("the backup is not what was written");
    } else hash.update(line);
    if (piece?.kind === "table") inTable = true;
    if (piece?.kind === "over") inTable = false;
    if (piece) yield piece;
  }
  if (!ended) throw new Error("the backup was cut off");
}

function pieceOf(line: Buffer, n: number, inTable: boolean): Piece {
  // No row of COPY's text format is this one.
  if (inTable) return line.length === 3 && line.toString() === "\\.\n" ? { kind: "over" } : { kind: "row", line };
  const said = JSON.parse(line.toString());
  if (n === 2) return { kind: "header", header: said };
  return said.end ? { kind: "end", trailer: said } : { kind: "table", ...said };
}

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  const stream = createReadStream(path);
  const plain = stream.pipe(createGunzip());
  stream.once("error", (error) => plain.destroy(error));
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const piece = chunk.subarray(from, at + 1);
      yield rest.length > 0 ? Buffer.concat([...rest, piece]) : piece;
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) throw new Error("the backup was cut off");
}

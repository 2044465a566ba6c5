import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Mapping, readMapping } from "@/lib/imports/mapping";

export type ImportFiles = { mapping: Mapping; files: { path: string; name: string }[] };

/** How the generated files are read: a deal, the day it was opened and, for four of five, the day it was closed. */
const mapping = readMapping({
  source: "bench-deals",
  label: "Generated deals",
  files: { partners: { match: "partners.csv" }, deals: { match: "deals.csv" } },
  feeds: [
    {
      entity: "partner",
      from: "partners",
      fields: {
        id: { column: "partner" },
        name: { column: "name" },
        type: { constant: "reseller" },
        region: { column: "region" },
      },
    },
    {
      entity: "deal",
      from: "deals",
      fields: {
        id: { column: "deal" },
        name: { column: "name" },
        partner: { column: "partner" },
        currency: { constant: "USD" },
        expectedCloseOn: { column: "expected" },
      },
    },
    {
      entity: "history",
      from: "deals",
      fields: {
        id: { template: "{deal}:opened" },
        deal: { column: "deal" },
        stage: { constant: "prospecting" },
        on: { column: "opened" },
        amount: { column: "amount" },
      },
    },
    {
      entity: "history",
      from: "deals",
      where: [{ column: "closed", blank: false }],
      fields: {
        id: { template: "{deal}:closed" },
        deal: { column: "deal" },
        stage: { column: "stage" },
        on: { column: "closed" },
        amount: { column: "amount" },
      },
    },
  ],
});

const rowsPerPiece = 1_000;
const words = ["Nordwind", "Harbour", "Ænix", "Kestrel & Sons", "Lumen", "Aster, Ltd.", "Okapi", "Solano"];
const products = ["Gateway", "Ledger", "Studio", "Archive", "Relay"];
const regions = ["North", "South", "East", "West"];

/**
 * Writes `rows` deals of `partners` partners into `folder` as two CSV files, the same bytes for the same numbers, and
 * returns them with the mapping that reads them. Nothing larger than a thousand rows is held.
 */
export async function writeImportFiles(folder: string, rows: number, partners: number): Promise<ImportFiles> {
  await mkdir(folder, { recursive: true });
  const write = async (name: string, header: string, count: number, line: (n: number) => string) => {
    const path = join(folder, name);
    await pipeline(Readable.from(pieces(header, count, line)), createWriteStream(path));
    return { path, name };
  };
  const files = [
    await write("partners.csv", "partner,name,region", partners, partnerLine),
    await write("deals.csv", "deal,name,partner,stage,opened,closed,expected,amount", rows, (n) =>
      dealLine(n, partners),
    ),
  ];
  return { mapping, files };
}

function* pieces(header: string, count: number, line: (n: number) => string): Generator<string> {
  yield `${header}\n`;
  for (let from = 0; from < count; from += rowsPerPiece) {
    let piece = "";
    for (let n = from; n < Math.min(count, from + rowsPerPiece); n++) piece += `${line(n)}\n`;
    yield piece;
  }
}

/** A number below `below` that is the same for the same row and purpose, and looks like chance. */
function pick(n: number, purpose: number, below: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return ((x ^ (x >>> 16)) >>> 0) % below;
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const dayAfter = (days: number) => new Date(Date.UTC(2022, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);

function partnerLine(n: number): string {
  return [`P${n}`, cell(`${words[pick(n, 1, words.length)]} ${n}`), regions[n % regions.length]].join(",");
}

function dealLine(n: number, partners: number): string {
  const opened = pick(n, 2, 1_200);
  const days = 5 + pick(n, 3, 180);
  const fate = pick(n, 4, 10);
  const closed = fate < 8 ? dayAfter(opened + days) : "";
  const name = `${words[pick(n, 5, words.length)]} ${products[pick(n, 6, products.length)]} ${n}`;
  const amount = `${500 + pick(n, 7, 90_000)}.${String(pick(n, 8, 100)).padStart(2, "0")}`;
  const stage = closed === "" ? "" : fate < 4 ? "won" : "lost";
  const partner = `P${pick(n, 9, partners)}`;
  return [`D${n}`, cell(name), partner, stage, dayAfter(opened), closed, dayAfter(opened + days), amount].join(",");
}

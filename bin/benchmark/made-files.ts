import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readMapping } from "@/lib/imports/mapping";

const partners = 1000;

/** Reads the files that `makeFiles` writes. */
export const madeMapping = readMapping({
  source: "bench",
  label: "Generated revenue lines",
  format: { date: "yyyy-MM-dd" },
  files: { partners: { match: "partners.csv" }, revenue: { match: "revenue.csv" } },
  feeds: [
    {
      entity: "partner",
      from: "partners",
      fields: { id: { column: "id" }, name: { column: "name" }, type: { column: "type" } },
    },
    {
      entity: "revenue",
      from: "revenue",
      fields: Object.fromEntries(
        ["id", "partner", "kind", "amount", "currency", "invoicedOn", "reference"].map((name) => [
          name,
          { column: name },
        ]),
      ),
    },
  ],
});

/** Writes partners and `rows` lines of their revenue as CSV into the folder. */
export async function makeFiles(folder: string, rows: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await pipeline(Readable.from(partnerLines()), createWriteStream(join(folder, "partners.csv")));
  await pipeline(Readable.from(revenueLines(rows)), createWriteStream(join(folder, "revenue.csv")));
}

function* partnerLines() {
  yield "id,name,type\n";
  for (let n = 1; n <= partners; n++) yield `P${n},Partner ${n},reseller\n`;
}

const kinds = ["new", "renewal", "upsell", "cross_sell"];

function* revenueLines(rows: number) {
  yield "id,partner,kind,amount,currency,invoicedOn,reference\n";
  let chunk = "";
  for (let n = 1; n <= rows; n++) {
    const day = new Date(Date.UTC(2023, 0, 1 + (n % 1000))).toISOString().slice(0, 10);
    chunk += `R${n},P${1 + ((n * 7919) % partners)},${kinds[n % 4]},${(n * 31) % 90_000}.${String(n % 100).padStart(2, "0")},USD,${day},INV-${n}\n`;
    if (chunk.length < 60_000 && n < rows) continue;
    yield chunk;
    chunk = "";
  }
}

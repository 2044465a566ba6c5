import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CsvRow, readCsv } from "@/lib/imports/csv";
import { readMapping } from "@/lib/imports/mapping";
import { type Payload, startFeed } from "@/lib/imports/transform";
import { decimalOfE4 } from "@/lib/money";
import { type Cell, csvLines, day, number, text } from "./csv";

const runs = Number(process.env.ROUND_TRIPS ?? 1_000);

/** A mapping whose columns are one of each kind that a file of ours holds. */
const mapping = readMapping({
  source: "round-trip",
  label: "Our own file",
  files: { lines: { match: "*" } },
  feeds: [
    {
      entity: "product",
      from: "lines",
      fields: {
        id: { column: "Id" },
        name: { column: "Name" },
        sku: { column: "Note" },
        family: { column: "Other" },
        listPrice: { column: "Amount" },
      },
    },
    {
      entity: "certification",
      from: "lines",
      fields: {
        id: { column: "Id" },
        partner: { column: "Id" },
        name: { column: "Name" },
        issuedOn: { column: "Day" },
      },
    },
  ],
});
const heading = ["Id", "Name", "Note", "Other", "Amount", "Day"];

type Row = { id: string; name: string; note: string; other: string; amountE4: bigint; day: string };
const written = (rows: Row[]): string =>
  csvLines([
    heading.map(text),
    ...rows.map((row): Cell[] => [
      text(row.id),
      text(row.name),
      text(row.note),
      text(row.other),
      number(decimalOfE4(row.amountE4)),
      day(row.day),
    ]),
  ]);

async function read(file: string): Promise<Row[]> {
  const feeds = mapping.feeds.map((feed) => startFeed(mapping, feed, "UTC"));
  const rows: Row[] = [];
  const records: CsvRow[] = [];
  for await (const some of readCsv("own.csv", Readable.from([Buffer.from(file)]), {})) records.push(...some);
  for (const { line, cells } of records.slice(1)) {
    const [product, certification] = feeds.map(({ add, slots }) => {
      const own = slots.columns.map(({ column }) => cells[heading.indexOf(column)] ?? "");
      return add({ line, cells: own, found: [], broken: null })[0];
    });
    expect(product?.fault ?? certification?.fault).toBeNull();
    const { name, sku, family, listPrice } = product?.payload as Record<string, string | null>;
    rows.push({
      id: product?.externalId as string,
      name: name as string,
      note: sku ?? "",
      other: family ?? "",
      amountE4: BigInt(listPrice as string),
      day: (certification?.payload as Payload).issuedOn as string,
    });
  }
  return rows;
}

const mark = fc.constantFrom(
  "=",
  "+",
  "-",
  "@",
  "＝",
  "－",
  "﹢",
  "'",
  "''",
  "'=",
  ";",
  '"',
  ",",
  "|",
  "=cmd|' /C calc'!A0",
  "-5.00",
);
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  mark,
  fc.constantFrom("\n", "\r\n", "\r", "\t", " "),
);
/** An import takes blanks off the ends of a cell, and no file of text holds U+FFFD: it is what broken bytes become. */
const anyText = fc
  .array(piece, { maxLength: 5 })
  .map((pieces) =>
    pieces
      .join("")
      .replace(/[\0\ufffd]/g, "")
      .trim(),
  )
  .filter((value) => value.replace(/^'+/, "").trim() === value.replace(/^'+/, ""));
const row = fc.record({
  id: fc.uuid(),
  name: anyText.map((value) => value || "-"),
  note: anyText,
  other: anyText,
  amountE4: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
  day: fc
    .date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
});

test("sec:C2 a file of ours that is imported gives every text, amount and day back, and the same file again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (rows) => {
      const file = written(rows);
      const back = await read(file);
      expect(back).toEqual(rows);
      expect(written(back)).toBe(file);
    }),
    { numRuns: runs },
  );
}, 60_000);

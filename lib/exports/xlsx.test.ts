import { inflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { type Cell, day, number, text } from "./csv";
import { xlsxBytes } from "./xlsx";
import { crcOf } from "./zip";

async function* inSteps(...steps: Cell[][][]): AsyncGenerator<Cell[][]> {
  yield* steps;
}

async function made(...steps: Cell[][][]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of xlsxBytes("Deals", inSteps(...steps))) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The files of an archive by its directory, each checked against its sum. */
function opened(archive: Buffer): Map<string, string> {
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  const found = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [crc, small, length, local] = [16, 20, 28, 42].map((offset) =>
      offset === 28 ? archive.readUInt16LE(at + offset) : archive.readUInt32LE(at + offset),
    ) as [number, number, number, number];
    const name = archive.toString("utf8", at + 46, at + 46 + length);
    const begin = local + 30 + archive.readUInt16LE(local + 26);
    const bytes = inflateRawSync(archive.subarray(begin, begin + small));
    expect(crcOf(bytes)).toBe(crc);
    found.set(name, bytes.toString("utf8"));
    at += 46 + length;
  }
  return found;
}

it("sec:C1 writes a text as a text whatever it begins with, numbers as numbers and days as days", async () => {
  const sheet = opened(
    await made(
      [[text("Deal"), text("Amount"), text("Day")]],
      [
        [text("=1+1"), number("-5.0000"), day("2026-01-31")],
        [text('<b>&"_x000D_\u0001'), number("=1"), day("-infinity")],
      ],
    ),
  ).get("xl/worksheets/sheet1.xml");
  expect(sheet).not.toContain("<f");
  expect(sheet).toContain(
    '<c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c><c><v>-5.0000</v></c><c s="1"><v>46053</v></c>',
  );
  expect(sheet).toContain("&lt;b&gt;&amp;&quot;_x005F_x000D_</t>");
  expect(sheet).toContain('<t xml:space="preserve">=1</t></is></c><c/>');
});

it("is an archive whose directory finds every file, with every row of every step", async () => {
  const rows = Array.from({ length: 5_000 }, (_, n): Cell[] => [text(`Deal ${n}`), number(n)]);
  const archive = await made([[text("Deal"), text("Number")]], rows.slice(0, 3_000), rows.slice(3_000));
  const sheet = opened(archive).get("xl/worksheets/sheet1.xml") as string;
  expect(sheet.match(/<row>/g)).toHaveLength(5_001);
  expect(sheet).toContain("Deal 4999");
});

it("ends what it reads from when nobody reads it any more", async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<Cell[][]> {
    try {
      for (;;) yield [[text("x".repeat(1000))]];
    } finally {
      ended = true;
    }
  }
  for await (const _ of xlsxBytes("Deals", endless())) if (_.length > 0) break;
  expect(ended).toBe(true);
});

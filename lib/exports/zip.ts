import { createDeflateRaw } from "node:zlib";

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** The checksum of ZIP files over one more piece. */
export function crcOf(bytes: Uint8Array, before = 0): number {
  let crc = ~before >>> 0;
  for (const byte of bytes) crc = ((crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number)) >>> 0;
  return ~crc >>> 0;
}

/** A file of the archive; its text comes in pieces and is never held as a whole. */
export type ZipEntry = { name: string; pieces: AsyncIterable<string> | Iterable<string> };

type Written = { name: Buffer; crc: number; packed: number; size: number; at: number };

/** A ZIP archive in pieces: each file's sizes follow its bytes, so that nothing is written twice. Below 4 GB. */
export async function* zipped(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for await (const { name, pieces } of entries) {
    const file: Written = { name: Buffer.from(name, "utf8"), crc: 0, packed: 0, size: 0, at };
    const head = Buffer.concat([header(file, "local"), file.name]);
    yield head;
    for await (const piece of packed(pieces, file)) yield piece;
    const sizes = numbers([4, 0x08074b50], [4, file.crc], [4, file.packed], [4, file.size]);
    yield sizes;
    at += head.length + file.packed + sizes.length;
    written.push(file);
  }
  const directory = Buffer.concat(written.flatMap((file) => [header(file, "central"), file.name]));
  yield directory;
  const count = written.length;
  yield numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, directory.length], [4, at], [2, 0]);
}

/** The pieces compressed; the compressor is fed no faster than it is read. */
async function* packed(pieces: ZipEntry["pieces"], file: Written): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const feeding = (async () => {
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece, "utf8");
      file.crc = crcOf(bytes, file.crc);
      file.size += bytes.length;
      if (!deflate.write(bytes)) await new Promise((done) => deflate.once("drain", done));
    }
    deflate.end();
  })();
  feeding.catch((error: Error) => deflate.destroy(error));
  try {
    for await (const chunk of deflate) {
      file.packed += chunk.length;
      yield chunk;
    }
    await feeding;
  } finally {
    deflate.destroy();
  }
}

const utf8AndSizesAfter = 0x0808;
const deflated = 8;
/** 1 January 1980: the archive says nothing of when it was made. */
const noTime: [bytes: number, value: number][] = [
  [2, 0],
  [2, 0x21],
];

function header(file: Written, kind: "local" | "central"): Buffer {
  const about: [number, number][] = [[2, 20], [2, utf8AndSizesAfter], [2, deflated], ...noTime];
  if (kind === "local")
    return numbers([4, 0x04034b50], ...about, [4, 0], [4, 0], [4, 0], [2, file.name.length], [2, 0]);
  const { crc, packed: small, size, name, at } = file;
  const sizes: [number, number][] = [
    [4, crc],
    [4, small],
    [4, size],
    [2, name.length],
  ];
  return numbers([4, 0x02014b50], [2, 20], ...about, ...sizes, [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
}

/** Numbers in the order of bytes that ZIP has, smallest first. */
function numbers(...fields: [bytes: number, value: number][]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let offset = 0;
  for (const [bytes, value] of fields) offset = buffer.writeUIntLE(value, offset, bytes);
  return buffer;
}

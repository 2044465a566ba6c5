import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attachment, plainName, typeOfFile } from "./file-types";

const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** A ZIP archive of files, deflated. */
function zip(files: Record<string, string>): Uint8Array {
  const parts = Object.entries(files).map(([name, text]) => {
    const [data, path] = [deflateRawSync(bytes(text)), Buffer.from(name)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(text.length, 22);
    head.writeUInt16LE(path.length, 26);
    return Buffer.concat([head, path, data]);
  });
  return new Uint8Array(Buffer.concat([...parts, Buffer.from("504b0506000000000000000000000000000000000000", "hex")]));
}
const office = (main: string) =>
  zip({
    "[Content_Types].xml": `<Types><Override PartName="/x.xml" ContentType="application/vnd.openxmlformats-officedocument.${main}.main+xml"/></Types>`,
    "x.xml": "<x/>",
  });
const png = hex(
  "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000049454e44ae426082".replace(/ /g, ""),
);

describe("a file's type (sec:H4)", () => {
  it.each([
    ["a PDF", bytes("%PDF-1.7\n1 0 obj"), "application/pdf"],
    ["a PNG", png, "image/png"],
    ["a JPEG", hex("ffd8ffe000104a46494600010100000100010000"), "image/jpeg"],
    ["a Word document", office("wordprocessingml.document"), /wordprocessingml\.document$/],
    ["an Excel workbook", office("spreadsheetml.sheet"), /spreadsheetml\.sheet$/],
    ["a presentation", office("presentationml.presentation"), /presentationml\.presentation$/],
    ["text", bytes("Grüße\r\n\tan alle\n"), "text/plain"],
  ])("is told of %s by its content, whatever it is called", async (_, content, type) => {
    for (const name of ["x", "x.exe", "x.html", "x.pdf"]) expect(await typeOfFile(content, name)).toMatch(type);
  });

  it("is a CSV when it is text and its name says so, and never else", async () => {
    expect(await typeOfFile(bytes("a,b\n"), "list.CSV")).toBe("text/csv");
    expect(await typeOfFile(png, "list.csv")).toBe("image/png");
  });

  it.each([
    ["a program", hex("4d5a90000300000004000000ffff0000")],
    ["a program of another system", hex("7f454c4602010100")],
    ["an archive", zip({ "a.txt": "a" })],
    [
      "a document with macros",
      zip({
        "[Content_Types].xml":
          '<Types><Override PartName="/x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
      }),
    ],
    ["an old Office file", hex("d0cf11e0a1b11ae1")],
    ["a picture of another kind", bytes("GIF89a")],
    ["a drawing with a script", bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ["text with a NUL", bytes("a\0b")],
    ["text of another encoding", hex("42e463")],
    ["an escape sequence", bytes("\u001b[31m")],
    ["a program behind the mark of a PDF", Buffer.concat([hex("4d5a90000300"), bytes("%PDF-1.7\n")])],
    ["an archive that leads out of its folder", zip({ "../../x.docx": "a" })],
  ])("is none for %s, even by an allowed name", async (_, content) => {
    for (const name of ["x.pdf", "x.txt", "x.csv", "x.docx"]) expect(await typeOfFile(content, name)).toBeNull();
  });

  it("is found or not for any bytes, and never fails", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (content) => {
        const type = await typeOfFile(content, "x.pdf");
        expect(type === null || typeof type === "string").toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a file's name", () => {
  it.each([
    ["../../etc/offer.pdf", "offer.pdf"],
    ["C:\\Users\\a\\offer.PDF", "offer.PDF"],
    ["offer\u202efdp.exe", "offerfdp.exe.pdf"],
    ["offer\r\nSet-Cookie: a=b.pdf", "offerSet-Cookie a=b.pdf"],
    ["...", "file.pdf"],
    ["", "file.pdf"],
    ['a"b<c>|:*?.pdf', "abc.pdf"],
    ["Angebot für Zürich.pdf", "Angebot für Zürich.pdf"],
    ["invoice.pdf.exe", "invoice.pdf.exe.pdf"],
  ])("is plain and fits its type: %j", (given, kept) => {
    expect(plainName(given, "application/pdf")).toBe(kept);
  });

  it("is short, never empty, and becomes one header whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
        const name = plainName(given, "image/png");
        expect([...name].length).toBeLessThanOrEqual(106);
        expect(name).toMatch(/^[^/\\\p{Cc}"<>|:*?]+\.png$/iu);
        const header = attachment(name);
        expect(header).toMatch(/^attachment; filename="[^"\\%]+"; filename\*=UTF-8''[\w.~%-]+$/);
        expect(() => new Headers({ "Content-Disposition": header })).not.toThrow();
        expect(decodeURIComponent(header.split("UTF-8''")[1] as string)).toBe(name);
      }),
    );
  });
});

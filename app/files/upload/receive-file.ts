import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { FileProblemFound } from "@/lib/files/file-problems";
import { mostBytes } from "@/lib/files/file-types";

type Received = { name: string; content: Buffer; fields: Record<string, string> };

/** Room for the rest of the form beside the file. */
const rest = 16 * 1024;
const limits = {
  fileSize: mostBytes,
  files: 1,
  fields: 5,
  parts: 6,
  fieldSize: 200,
  fieldNameSize: 50,
  headerPairs: 20,
};

/**
 * Reads the one file of a multipart form as it arrives, and stops at 10 MB, whatever length was announced. Throws
 * FileProblemFound for a larger one, none, an empty one, or another kind of body.
 */
export async function receiveFile(request: Request): Promise<Received> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) throw new FileProblemFound("form");
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes + rest) throw new FileProblemFound("size");
  try {
    const received = await read(request.body, type);
    if (!received.name || received.content.length === 0) throw new FileProblemFound("file");
    return received;
  } catch (error) {
    throw error instanceof FileProblemFound ? error : new FileProblemFound("form");
  }
}

async function read(body: ReadableStream<Uint8Array>, type: string): Promise<Received> {
  const fields: Record<string, string> = {};
  const chunks: Buffer[] = [];
  let [name, tooLarge] = ["", false];
  const form = new Busboy({ headers: { "content-type": type }, limits });
  form.on("field", (field, value) => {
    fields[field] = value;
  });
  form.on("file", (_field, content, fileName) => {
    name = fileName;
    content.on("data", (chunk: Buffer) => chunks.push(chunk));
    content.on("limit", () => {
      tooLarge = true;
    });
  });
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), counted, form);
  if (tooLarge) throw new FileProblemFound("size");
  return { name, content: Buffer.concat(chunks), fields };
}

async function* counted(chunks: AsyncIterable<Uint8Array>) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes + rest) throw new FileProblemFound("size");
    yield chunk;
  }
}

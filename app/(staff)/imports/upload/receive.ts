import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { GivenFile } from "@/db/imports/stage";
import { UploadRefused } from "@/lib/imports/upload-problems";
import { uploadFolder } from "./leftovers";

export type Upload = { fields: Record<string, string>; files: GivenFile[]; discard: () => Promise<void> };

const mostBytes = 250 * 1024 * 1024;
const limits = {
  fileSize: mostBytes,
  files: 30,
  fields: 10,
  parts: 40,
  fieldSize: 10_000,
  fieldNameSize: 100,
  headerPairs: 20,
};

/**
 * Writes the files of a multipart form to disk as they arrive; nothing is held in memory. Call `discard` when done with
 * them. Throws UploadRefused for another kind of body, or one above 250 MB.
 */
export async function receive(request: Request): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data") || !request.body) throw new UploadRefused("form");
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw new UploadRefused("size");
  const folder = await mkdtemp(uploadFolder());
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await parts(request.body, type, folder)), discard };
  } catch (error) {
    await discard();
    throw error instanceof UploadRefused ? error : new UploadRefused("form");
  }
}

async function parts(body: ReadableStream<Uint8Array>, type: string, folder: string) {
  const fields: Record<string, string> = {};
  const files: GivenFile[] = [];
  const written: Promise<void>[] = [];
  const form = new Busboy({ headers: { "content-type": type }, limits });
  form.on("field", (name, value) => {
    fields[name] = value;
  });
  form.on("file", (_name, content, fileName) => {
    if (!fileName) return void content.resume();
    const path = join(folder, String(files.length));
    files.push({ path, name: plainName(fileName) });
    written.push(keep(content, path));
  });
  await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), counted, form);
  await Promise.all(written);
  return { fields, files };
}

async function* counted(chunks: AsyncIterable<Uint8Array>) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new UploadRefused("size");
    yield chunk;
  }
}

async function keep(content: NodeJS.ReadableStream & { truncated?: boolean }, path: string) {
  await pipeline(content, createWriteStream(path, { mode: 0o600 }));
  if (content.truncated) throw new UploadRefused("size");
}

/** The last part of the name, without what a path or a header could be broken with. */
const plainName = (name: string) =>
  (name.split(/[\\/]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, "").slice(0, 120) || "file.csv";

import { fileTypeFromBuffer } from "file-type";
import { fileTypes } from "./file-words";

/** The most that a file may hold, in bytes. */
export const mostBytes = 10 * 1024 * 1024;

/**
 * What a file is, told by its content and never by what was sent along: one of the allowed types, else null. Text is what
 * nothing else is and reads as UTF-8 without control characters; of text, the name tells a CSV from plain text.
 */
export async function typeOfFile(content: Uint8Array, name: string): Promise<string | null> {
  const found = await fileTypeFromBuffer(content).catch(() => ({ mime: "unreadable" }));
  if (found) return Object.hasOwn(fileTypes, found.mime) && !found.mime.startsWith("text/") ? found.mime : null;
  if (!isText(content)) return null;
  return /\.csv$/i.test(name) ? "text/csv" : "text/plain";
}

function isText(content: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return !/[\p{Cc}]/u.test(text.replace(/[\t\r\n\f]/g, ""));
  } catch {
    return false;
  }
}

/**
 * The name that a file keeps: the last part of what was sent, without what a path, a header or a reader's eye could be
 * tricked with, and with an ending that fits its type.
 */
export function plainName(given: string, type: string): string {
  const last = given.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}"<>|:*?;%]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const endings = fileTypes[type]?.endings ?? ["bin"];
  const fits = endings.some((ending) => plain.toLowerCase().endsWith(`.${ending}`));
  const stem = [...plain.replace(fits ? /\.[^.]*$/ : /$^/, "")].slice(0, 100).join("").trim() || "file";
  return `${stem}.${fits ? plain.split(".").at(-1) : endings[0]}`;
}

/** The header that has a browser save a file under its name, whatever letters it has. */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

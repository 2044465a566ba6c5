import type { Message } from "./seal";

/** A plain, short letter: paragraphs, then one link. Everything is escaped for HTML. */
export function letter(subject: string, paragraphs: readonly string[], link?: { label: string; url: string }): Message {
  const text = [...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : [])].join("\n\n");
  const lines = paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escape(paragraph)}</p>`);
  const button = link
    ? `<p style="margin:0 0 16px"><a href="${escape(link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3446b8;color:#fff;text-decoration:none;font-weight:600">${escape(link.label)}</a></p><p style="margin:0;color:#5b6170;font-size:13px">Or copy this address into your browser:<br>${escape(link.url)}</p>`
    : "";
  const html = `<!doctype html><html lang="en"><body style="margin:0;padding:24px;font:15px/1.5 -apple-system,'Segoe UI',Roboto,sans-serif;color:#1a1d24"><div style="max-width:480px">${lines.join("")}${button}</div></body></html>`;
  return { subject: subject.replace(/[\r\n]+/g, " "), text: `${text}\n`, html };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);

import type { Message } from "./seal";

type Item = { title: string; text: string; url: string };
/** A list of things, each with its own link, and what is said below it. */
type List = { items: readonly Item[]; after?: readonly string[] };

/** A plain, short letter: paragraphs, perhaps a list of things, then one link. Everything is escaped for HTML. */
export function letter(
  subject: string,
  paragraphs: readonly string[],
  link?: { label: string; url: string },
  { items, after = [] }: List = { items: [] },
): Message {
  const listed = items.map(({ title, text, url }) => `${title}\n${text}\n${url}`);
  const text = [...paragraphs, ...listed, ...after, ...(link ? [`${link.label}:\n${link.url}`] : [])].join("\n\n");
  const said = (paragraph: string) => `<p style="margin:0 0 16px">${escape(paragraph)}</p>`;
  const lines = [...paragraphs.map(said), ...items.map(itemText), ...after.map(said)];
  const button = link
    ? `<p style="margin:0 0 16px"><a href="${escape(link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3446b8;color:#fff;text-decoration:none;font-weight:600">${escape(link.label)}</a></p><p style="margin:0;color:#5b6170;font-size:13px">Or copy this address into your browser:<br>${escape(link.url)}</p>`
    : "";
  const html = `<!doctype html><html lang="en"><body style="margin:0;padding:24px;font:15px/1.5 -apple-system,'Segoe UI',Roboto,sans-serif;color:#1a1d24"><div style="max-width:480px">${lines.join("")}${button}</div></body></html>`;
  return { subject: subject.replace(/[\r\n]+/g, " "), text: `${text}\n`, html };
}

const itemText = ({ title, text, url }: Item) =>
  `<p style="margin:0 0 16px;padding-left:12px;border-left:3px solid #d5d9e2"><a href="${escape(url)}" style="color:#3446b8;font-weight:600;text-decoration:none">${escape(title)}</a><br>${escape(text)}</p>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] as string);

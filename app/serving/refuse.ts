import { createHash } from "node:crypto";
import { ServerResponse } from "node:http";
import { isDraining } from "@/lib/draining";

// What the server says before, or instead of, any page of the portal: it needs no script, no database and no rendering.
const texts = {
  away: [
    "The portal cannot answer just now",
    "Its database is away or busy, which mostly passes within a minute. Nothing that was confirmed is lost. Reload the page in a minute; if it lasts, tell your administrator the number below.",
  ],
  crowded: [
    "The portal is busy",
    "More people use the portal just now than it can answer. Nothing was changed. Reload the page in a minute.",
  ],
  /** To a form sent without scripts: the browser's way back keeps what was typed. */
  outdated: [
    "The portal was updated",
    "This form is from before the update, so nothing was changed. Go back, copy what you typed, reload the page, and send the form again.",
  ],
} as const satisfies Record<string, [title: string, text: string]>;

type Reason = keyof typeof texts;

const style =
  "body{font:15px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.5rem}h1{font-size:1.25rem}code{font-size:.85em}";
const styleHash = createHash("sha256").update(style).digest("base64");

function page(reason: Reason, number: string): string {
  const [title, text] = texts[reason];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
<p>Error number <code>${number}</code></p>
<p><a href="/">Go to your start page</a></p>
</body>
</html>
`;
}

/** Answers with a plain page. Whatever else wants to write the answer afterwards writes nothing. */
export function refuse(response: ServerResponse, reason: Reason): void {
  if (response.headersSent) return;
  const number = String(response.getHeader("x-request-id") ?? "");
  for (const name of ["Content-Length", "Content-Encoding", "Link", "Set-Cookie"]) response.removeHeader(name);
  if (reason !== "outdated") response.setHeader("Retry-After", "5");
  if (isDraining()) response.setHeader("Connection", "close");
  // The class's own methods: compression and others have put theirs in front.
  ServerResponse.prototype.writeHead.call(response, reason === "outdated" ? 409 : 503, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
  });
  ServerResponse.prototype.end.call(response, page(reason, number), "utf8");
  silence(response);
}

function silence(response: ServerResponse) {
  const same = () => response;
  Object.assign(response, {
    setHeader: same,
    appendHeader: same,
    removeHeader: same,
    setHeaders: same,
    writeHead: same,
  });
  Object.assign(response, { flushHeaders: () => {}, write: () => true, end: same });
}

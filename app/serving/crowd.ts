import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { crowdedPage } from "./plain-pages";

/** More requests than this at once would all wait longer than anybody does: those beyond are told at once. */
const mostAtOnce = 128;

const always = /^\/(_next\/static\/|api\/health)/;
const guarded = new WeakSet<Server>();
let atWork = 0;

/** Puts a door before the server's own listeners: past it come only as many requests as can be answered in time. */
export function limitCrowd(server: Server): void {
  if (guarded.has(server)) return;
  guarded.add(server);
  const own = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (!always.test(request.url ?? "")) {
      if (atWork >= mostAtOnce) return refuse(request, response);
      atWork++;
      response.once("close", () => atWork--);
    }
    for (const listener of own) listener.call(server, request, response);
  });
}

function refuse(request: IncomingMessage, response: ServerResponse) {
  request.resume();
  response.writeHead(503, {
    "Retry-After": "5",
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
  });
  response.end(crowdedPage);
}

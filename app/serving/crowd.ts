import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { isAway } from "@/lib/away";
import { refuse } from "./refuse";

/** More requests than this at once would all wait longer than anybody does: those beyond are told at once. */
const mostAtOnce = 128;
/** While the database gives no answer, a few try whether it does again; the others need not wait for it. */
const mostWhileAway = 5;

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
    if (!always.test(request.url ?? "") && !admitted(request, response)) return;
    for (const listener of own) listener.call(server, request, response);
  });
}

function admitted(request: IncomingMessage, response: ServerResponse): boolean {
  const away = isAway();
  if (atWork >= (away ? mostWhileAway : mostAtOnce)) {
    request.resume();
    refuse(response, away ? "away" : "crowded");
    return false;
  }
  atWork++;
  response.once("close", () => atWork--);
  return true;
}

import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { isDraining } from "@/lib/draining";
import { type CurrentRequest, enterRequest } from "@/lib/request";
import { limitCrowd } from "./crowd";
import { refuse } from "./refuse";
import { timeRequest } from "./telemetry";

type Started = { request: IncomingMessage; response: ServerResponse; server: Server };

/** Headers of a request must have arrived by then; Node looks every 30 seconds. */
const headersMs = 15_000;

/** Gives every request an id that its answer, its log lines and its error page share, and corrects what Next cannot say. */
export function followRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Started;
    server.headersTimeout = headersMs;
    limitCrowd(server);
    const current: CurrentRequest = { id: randomUUID() };
    // What shows a whole page is told at once, before React has drawn its error.
    if (wantsPage(request)) current.giveUp = () => refuse(response, "away");
    request.headers["x-request-id"] = current.id;
    response.setHeader("X-Request-Id", current.id);
    enterRequest(current);
    correct(request, response, current);
    timeRequest(request, response);
  });
}

function correct(request: IncomingMessage, response: ServerResponse, current: CurrentRequest) {
  const writeHead = response.writeHead as (status: number, ...rest: unknown[]) => ServerResponse;
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const passing = current.unavailable && status === 500;
    if (passing) response.setHeader("Retry-After", "5");
    // A connection that stays open would keep a process that stops waiting, or lose the request that comes next on it.
    if (isDraining()) response.setHeader("Connection", "close");
    if (isOutdatedForm(request, response)) {
      refuse(response, "outdated");
      return response;
    }
    const said = status === 500 && isGarbled(request, current) ? 400 : status;
    return writeHead.call(response, passing ? 503 : said, ...rest);
  }) as typeof response.writeHead;
}

/** A form of an older build, sent without scripts: Next answers with two words. With scripts the form itself says it. */
const isOutdatedForm = (request: IncomingMessage, response: ServerResponse) =>
  response.hasHeader("x-nextjs-action-not-found") && !request.headers["next-action"];

/** A call of an action that never began: Next could not read what was sent. */
const isGarbled = ({ headers }: IncomingMessage, current: CurrentRequest) =>
  Boolean(headers["next-action"]) && !current.understood;

const wantsPage = ({ method, headers }: IncomingMessage) =>
  method === "GET" && !headers.rsc && /text\/html|\*\/\*/.test(headers.accept ?? "*/*");

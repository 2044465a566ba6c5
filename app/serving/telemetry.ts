import type { IncomingMessage, ServerResponse } from "node:http";
import { openTelemetry } from "@/db/telemetry/open";
import { pageOf } from "@/lib/usage/page-name";

const telemetry = openTelemetry("tandem-web");

/** Notes how long a request took, by the name of its page and never by its address. Does nothing unless a collector is named. */
export function timeRequest(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "/";
  if (!telemetry || /^\/(_next\/static\/|api\/health)/.test(url)) return;
  const began = performance.now();
  const method = /^(GET|HEAD|POST)$/.test(request.method ?? "") ? (request.method as string) : "_OTHER";
  const route = pageOf(url) ?? "other";
  const parent = [request.headers.traceparent].flat()[0];
  response.once("close", () => {
    const status = response.statusCode;
    telemetry.note({
      name: `${method} ${route}`,
      kind: "server",
      said: { "http.request.method": method, "http.route": route, "http.response.status_code": status },
      failed: status >= 500,
      ms: performance.now() - began,
      parent,
    });
  });
}

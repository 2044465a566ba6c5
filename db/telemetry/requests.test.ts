import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";

test("a collector is told a page's name and what came of it, and no address, query, header or person", async () => {
  const got: string[] = [];
  const collector = createServer((request, response) => {
    request.on("data", (piece) => got.push(String(piece)));
    request.on("end", () => response.end("{}"));
  });
  await new Promise<void>((done) => collector.listen(0, "127.0.0.1", done));
  vi.useFakeTimers({ toFake: ["setInterval"] });
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", `http://127.0.0.1:${(collector.address() as AddressInfo).port}`);
  const { timeRequest } = await import("@/app/serving/telemetry");
  const ask = (method: string, url: string) => {
    const headers = { cookie: "session=CANARY", traceparent: "CANARY", authorization: "CANARY" };
    const response = Object.assign(new EventEmitter(), { statusCode: 503 });
    timeRequest({ method, url, headers } as unknown as IncomingMessage, response as unknown as ServerResponse);
    response.emit("close");
  };
  ask("GET", "/deals/CANARY?q=CANARY%40a.example");
  ask("POST", "/sign-in/link?token=CANARY");
  ask("CANARY", "/CANARY/../?token=CANARY");
  ask("GET", "/_next/static/CANARY.js");
  vi.advanceTimersByTime(10_000);
  await vi.waitFor(() => expect(got).toHaveLength(2));
  const text = got.join("");
  expect(text).toContain("GET /deals/[dealId]");
  expect(text).not.toContain("CANARY");
  expect(text.match(/"spanId"/g)).toHaveLength(3);
  vi.useRealTimers();
  vi.unstubAllEnvs();
  collector.close();
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTelemetry } from "./open";

let got: { path: string; token: string; body: { [kind: string]: unknown } }[] = [];
const collector = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const token = String(request.headers["x-token"]);
    got.push({ path: request.url ?? "", token, body: JSON.parse(Buffer.concat(pieces).toString()) });
    response.end("{}");
  });
});
let endpoint: string;

beforeAll(async () => {
  await new Promise<void>((done) => collector.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(() => collector.close());

test("without a collector nothing is noted and nothing leaves", () => {
  expect(openTelemetry("web", {})).toBeUndefined();
  expect(openTelemetry("web", { OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeUndefined();
});

test("a collector gets spans once and timings added up, as OTLP in JSON, under the caller's trace", async () => {
  const telemetry = openTelemetry("web", {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-token=a%20b",
  });
  const parent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const said = { "http.route": "/deals/[dealId]", "http.response.status_code": 200 };
  const note = (ms: number, above?: string) =>
    telemetry?.note({ name: "GET /deals/[dealId]", kind: "server", said, failed: false, ms, parent: above });
  note(30, parent);
  note(70_000, "not one");
  await telemetry?.send();
  await telemetry?.send();
  expect(got.map(({ path, token }) => `${path} ${token}`).sort()).toEqual([
    "/v1/metrics a b",
    "/v1/metrics a b",
    "/v1/traces a b",
  ]);
  const traces = got.find(({ path }) => path === "/v1/traces")?.body.resourceSpans as {
    scopeSpans: {
      spans: { traceId: string; parentSpanId?: string; startTimeUnixNano: string; endTimeUnixNano: string }[];
    }[];
  }[];
  const [first, second] = traces[0]?.scopeSpans[0]?.spans ?? [];
  expect([first?.traceId, first?.parentSpanId]).toEqual(["a".repeat(32), "b".repeat(16)]);
  expect([second?.traceId, second?.parentSpanId]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), undefined]);
  expect(BigInt(first?.endTimeUnixNano ?? 0) - BigInt(first?.startTimeUnixNano ?? 0)).toBe(30_000_000n);
  const newest = JSON.stringify(got.at(-1)?.body);
  expect(newest).toContain('"count":"2"');
  expect(newest).toContain('"bucketCounts":["0","0","0","1","0","0","0","0","0","0","0","0","1"]');
});

test("a collector that is away troubles nobody", async () => {
  const telemetry = openTelemetry("web", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
  telemetry?.note({ name: "x", kind: "internal", said: {}, failed: true, ms: 1 });
  await expect(telemetry?.send()).resolves.toBeUndefined();
});

import { randomBytes } from "node:crypto";

/** What a span or a figure may say of what happened: names of ours and numbers. No address, query, person or message fits in. */
export type Said = Record<string, string | number>;
export type Span = {
  name: string;
  kind: "server" | "internal";
  from: number;
  to: number;
  said: Said;
  failed: boolean;
  parent?: string;
};
export type Timing = { name: string; said: Said; count: number; sumMs: number; buckets: number[] };

/** Upper ends of the buckets of a timing, in milliseconds; the last bucket is beyond them. */
export const bucketEnds = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000];

const attributes = (said: Said) =>
  Object.entries(said).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
  }));
const nanos = (ms: number) => `${Math.round(ms * 1_000)}000`;
const resource = (service: string) => ({ attributes: attributes({ "service.name": service }) });
const scope = { name: "tandem" };

/** Spans as OTLP writes them in JSON. A `parent` is a W3C traceparent; another text counts as none. */
export function tracesOf(service: string, spans: readonly Span[]): object {
  const written = spans.map(({ name, kind, from, to, said, failed, parent }) => {
    const [, trace, above] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(parent ?? "") ?? [];
    return {
      traceId: trace ?? randomBytes(16).toString("hex"),
      spanId: randomBytes(8).toString("hex"),
      ...(above && { parentSpanId: above }),
      name,
      kind: kind === "server" ? 2 : 1,
      startTimeUnixNano: nanos(from),
      endTimeUnixNano: nanos(to),
      attributes: attributes(said),
      status: failed ? { code: 2 } : {},
    };
  });
  return { resourceSpans: [{ resource: resource(service), scopeSpans: [{ scope, spans: written }] }] };
}

/** Timings since `from` as histograms, and the memory of the process, as OTLP writes them in JSON. */
export function metricsOf(
  service: string,
  timings: readonly Timing[],
  memory: number,
  from: number,
  now: number,
): object {
  const times = { startTimeUnixNano: nanos(from), timeUnixNano: nanos(now) };
  const names = [...new Set(timings.map(({ name }) => name))];
  const histograms = names.map((name) => ({
    name,
    unit: "ms",
    histogram: {
      aggregationTemporality: 2,
      dataPoints: timings
        .filter((timing) => timing.name === name)
        .map(({ said, count, sumMs, buckets }) => ({
          ...times,
          attributes: attributes(said),
          count: String(count),
          sum: sumMs,
          bucketCounts: buckets.map(String),
          explicitBounds: bucketEnds,
        })),
    },
  }));
  const point = { ...times, asInt: String(memory) };
  const gauge = { name: "process.memory.usage", unit: "By", gauge: { dataPoints: [point] } };
  return {
    resourceMetrics: [{ resource: resource(service), scopeMetrics: [{ scope, metrics: [...histograms, gauge] }] }],
  };
}

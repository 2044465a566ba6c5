import { bucketEnds, metricsOf, type Said, type Span, type Timing, tracesOf } from "@/lib/telemetry/otlp";

const everyMs = 10_000;
const mostSpans = 2_000;
const mostTimings = 2_000;

/** Keeps what happened and sends it to a collector every ten seconds. */
export type Telemetry = {
  note: (span: Omit<Span, "from" | "to"> & { ms: number }) => void;
  /** Sends what is there. Never throws: a collector that is away troubles nobody. */
  send: () => Promise<void>;
};

/** Undefined unless OTEL_EXPORTER_OTLP_ENDPOINT names a collector (OTLP over HTTP, as JSON). */
export function openTelemetry(
  service: string,
  env: Record<string, string | undefined> = process.env,
): Telemetry | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, "");
  if (!endpoint) return undefined;
  const named = env.OTEL_SERVICE_NAME || service;
  const headers = headersOf(env.OTEL_EXPORTER_OTLP_HEADERS);
  const began = Date.now();
  const timings = new Map<string, Timing>();
  let spans: Span[] = [];

  const post = (path: string, body: object) =>
    fetch(`${endpoint}/v1/${path}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(5_000),
    }).then((answer) => answer.body?.cancel());

  async function send(): Promise<void> {
    const leaving = spans;
    spans = [];
    const now = Date.now();
    const memory = process.memoryUsage.rss();
    await Promise.allSettled([
      leaving.length > 0 ? post("traces", tracesOf(named, leaving)) : undefined,
      post("metrics", metricsOf(named, [...timings.values()], memory, began, now)),
    ]);
  }

  setInterval(() => void send(), everyMs).unref();
  return {
    send,
    note: ({ ms, ...span }) => {
      const to = Date.now();
      if (spans.length < mostSpans) spans.push({ ...span, from: to - ms, to });
      count(timings, span.kind === "server" ? "http.server.request.duration" : "tandem.job.duration", span.said, ms);
    },
  };
}

function count(timings: Map<string, Timing>, name: string, said: Said, ms: number): void {
  const key = JSON.stringify([name, said]);
  const timing = timings.get(key) ?? { name, said, count: 0, sumMs: 0, buckets: [...bucketEnds, 0].map(() => 0) };
  if (!timings.has(key) && timings.size >= mostTimings) return;
  timings.set(key, timing);
  timing.count++;
  timing.sumMs += ms;
  const place = bucketEnds.filter((end) => ms > end).length;
  timing.buckets[place] = (timing.buckets[place] ?? 0) + 1;
}

/** `name=value,name=value`, as OpenTelemetry writes headers; values may be percent-encoded. */
function headersOf(text = ""): Record<string, string> {
  const pairs = text.split(",").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at > 0 ? [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]] : [];
  });
  return Object.fromEntries(pairs);
}

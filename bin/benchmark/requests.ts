import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";

/** An answer's status, the body's size on the wire, and the body as text. */
export type Answer = { status: number; wireBytes: number; ms: number; body: () => string };
export type Get = (path: string, session: string) => Promise<Answer>;

/** Gets pages as a browser does, compressed and over kept connections: at most `connections` at a time. */
export function getter(url: string, connections: number): { get: Get; close: () => void } {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const get: Get = (path, session) =>
    new Promise((done, fail) => {
      const started = performance.now();
      const headers = { cookie: `session=${session}`, "accept-encoding": "gzip", accept: "text/html" };
      const sent = request({ hostname, port, path, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("error", fail);
        answer.on("end", () => {
          const ms = performance.now() - started;
          const wire = Buffer.concat(chunks);
          const zipped = answer.headers["content-encoding"] === "gzip";
          const body = () => (zipped ? gunzipSync(wire) : wire).toString("utf8");
          done({ status: answer.statusCode ?? 0, wireBytes: wire.length, ms, body });
        });
      });
      sent.on("error", fail);
      sent.end();
    });
  return { get, close: () => agent.destroy() };
}

/** One request after the other, now of this, now of that, until the time is up: the milliseconds of each, at least `least` of both. */
export async function inTurns(a: () => Promise<number>, b: () => Promise<number>, seconds: number, least: number) {
  const times: [number[], number[]] = [[], []];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until || times[0].length < least) {
    times[0].push(await a());
    times[1].push(await b());
  }
  return times;
}

/** Requests a second with as many callers as `callers`, each asking again as soon as it is answered. */
export async function perSecond(call: () => Promise<unknown>, callers: number, seconds: number) {
  const started = performance.now();
  const until = started + seconds * 1000;
  let answered = 0;
  const ask = async () => {
    do {
      await call();
      answered++;
    } while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: callers }, ask));
  return { answered, seconds: (performance.now() - started) / 1000 };
}

import "server-only";
import { lookup } from "node:dns";
import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress, readEndpoint } from "@/lib/webhooks/addresses";

export type Sent = { status: number | null; ms: number; error: string | null };

const mostMs = 10_000;
/** Of a reply only its status counts; a receiver that says more than this is cut off. */
const mostReplyBytes = 64 * 1024;

/** Hosts with their port that the operator trusts though they are inside: WEBHOOK_HOSTS. */
export const trustedHosts = (): string[] =>
  (process.env.WEBHOOK_HOSTS ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter(Boolean);

type Resolve = typeof lookup;

/**
 * Looks a name up at the moment of connecting and hands over public addresses alone, so that a name that leads elsewhere
 * the second time leads nowhere. One closed address among them is enough to refuse the name.
 */
export const publicLookup =
  (resolve: Resolve = lookup): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, "", 0);
      const closed = addresses.find(({ address }) => !isPublicAddress(address));
      if (closed || addresses.length === 0) return done(refused(), "", 0);
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      done(null, first?.address ?? "", first?.family);
    });
  };

const refused = () => Object.assign(new Error("the name leads to an address that is not public"), { code: "EREFUSED" });

/**
 * Sends a signed body. Follows no redirect, answers a certificate that does not fit with an error, gives up after ten
 * seconds in all and reads no more of the reply than it must. Never throws.
 */
export async function sendWebhook(
  address: string,
  body: string,
  headers: Record<string, string>,
  { resolve, signal }: { resolve?: Resolve; signal?: AbortSignal } = {},
): Promise<Sent> {
  const started = Date.now();
  const trusted = trustedHosts();
  const url = readEndpoint(address, trusted);
  const over = (status: number | null, error: string | null): Sent => ({ status, error, ms: Date.now() - started });
  if (typeof url === "string") return over(null, url);
  const inside = trusted.includes(url.host);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!inside && isIP(host) && !isPublicAddress(host)) return over(null, refused().message);
  const late = AbortSignal.timeout(mostMs);
  return new Promise((done) => {
    const end = (status: number | null, error: string | null) => {
      done(over(status, error));
      sent.destroy();
    };
    const sent = (url.protocol === "https:" ? overHttps : overHttp)(url, {
      method: "POST",
      agent: false,
      signal: signal ? AbortSignal.any([signal, late]) : late,
      ...(inside ? {} : { lookup: publicLookup(resolve) }),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Tandem-Webhooks/1",
        ...headers,
      },
    });
    const why = (error: NodeJS.ErrnoException) =>
      late.aborted ? "no answer within 10 seconds" : signal?.aborted ? "the worker was stopped" : error.code;
    sent.on("error", (error) => end(null, why(error) ?? "it failed"));
    sent.once("response", (reply) => {
      const status = reply.statusCode ?? 0;
      let read = 0;
      const over = () => end(status, status >= 200 && status < 300 ? null : `answered ${status}`);
      reply.on("data", (piece: Buffer) => {
        read += piece.length;
        if (read > mostReplyBytes) over();
      });
      reply.once("end", over);
      reply.once("error", over);
    });
    sent.end(body);
  });
}

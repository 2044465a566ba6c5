import { noteAway } from "@/lib/away";
import { type Outage, Unavailable } from "@/lib/errors";
import { currentRequest } from "@/lib/request";

const outages: Record<string, Outage> = {
  ANSWER_TIMEOUT: "silent",
  CONNECT_TIMEOUT: "silent",
  "25006": "read-only",
  "25P03": "slow",
  "40001": "locked",
  "40P01": "locked",
  "53300": "full",
  "55P03": "locked",
  "57014": "slow",
};
/** The server went, is coming, or cannot be reached: the driver's words, the system's, and PostgreSQL's own. */
const unreachable = /^(CONNECTION_|ECONN|EPIPE$|ENOTFOUND$|EAI_AGAIN$|EHOST|ENET|ETIMEDOUT$|08|57P0)/;

/** The code of a database's or connection's error, also when drizzle wrapped it. */
export function codeOf(error: unknown): string | undefined {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  const found = cause?.code ?? code;
  return typeof found === "string" ? found : undefined;
}

/** Why the database gave no answer; undefined for an error of another kind. */
export function outageIn(error: unknown): Outage | undefined {
  if (error instanceof Unavailable) return error.outage;
  const code = codeOf(error) ?? "";
  return outages[code] ?? (unreachable.test(code) ? "unreachable" : undefined);
}

/** These hold for the whole request; a lock or a slow statement is of one piece of work alone. */
const lasting = new Set<Outage>(["unreachable", "silent", "busy", "full"]);

/** What to throw for an error of the database: Unavailable when it will pass by itself, else the error under the request's id. */
export function faultOf(error: unknown): unknown {
  const code = codeOf(error);
  const request = currentRequest();
  const outage = outageIn(error);
  if (outage) {
    if (request) request.unavailable = true;
    if (lasting.has(outage)) {
      if (outage !== "busy") noteAway(true);
      if (request) request.outage = outage;
      request?.giveUp?.();
    }
    return new Unavailable(outage, request?.id, code);
  }
  // The error page shows the digest; without one, Next makes it of the message, and all requests share it.
  if (code && request && error instanceof Error && !("digest" in error)) Object.assign(error, { digest: request.id });
  return error;
}

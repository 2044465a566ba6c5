import type { Instrumentation } from "next";
import { codeOf } from "@/db/faults";

type Given = Parameters<Instrumentation.onRequestError>;

/** One line of JSON for a failed request: its id and the number on the error page, where it was, and what kind of error. */
export function logFault(error: unknown, request: Given[1], context: Given[2]): void {
  const { digest } = (error ?? {}) as { digest?: string };
  const where = {
    method: request.method,
    path: request.path.split("?")[0],
    route: context.routePath,
    kind: context.routeType,
  };
  const id = [request.headers["x-request-id"]].flat()[0];
  write({ level: "error", request: id, number: digest, ...where, ...described(error) });
}

/**
 * An error that something prints whole may hold what a query was given: tokens, mails, names. It becomes a line of its
 * kind. Those with a digest have theirs from `logFault`.
 */
export function keepSecretsOutOfLog(): void {
  const print = console.error.bind(console);
  console.error = (...given: unknown[]) => {
    if (!given.some((part) => part instanceof Error)) return print(...given);
    for (const part of given)
      if (part instanceof Error && !("digest" in part)) write({ level: "error", ...described(part) });
  };
}

function described(thrown: unknown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    code: codeOf(error) ?? (error as { code?: string }).code,
    // Drizzle's message is the query and what it was given: the database's own names no values.
    message: ((error.cause as Error | undefined)?.message ?? error.message).split("\n")[0]?.slice(0, 300),
    at: frames.slice(0, 4).map((line) => line.trim()),
  };
}

const write = (line: object) =>
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);

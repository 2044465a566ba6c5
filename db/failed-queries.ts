import { DrizzleQueryError } from "drizzle-orm";
import { PgPreparedQuery } from "drizzle-orm/pg-core";

type Failure = Error & { code?: unknown; detail?: unknown; where?: unknown; cause?: unknown; params?: unknown };
type Run = (text: string, parameters: unknown[], query: () => Promise<unknown>) => Promise<unknown>;

/**
 * A failed query's error without the values that it was asked with, so that it can be logged as it is: the statement, the
 * code, the constraint and the place stay. Returns the same error.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const failure = error as Failure;
  if (failure instanceof DrizzleQueryError) {
    failure.message = `Failed query: ${failure.query}`;
    failure.params = [];
    failure.stack = failure.stack?.replace(/^[\s\S]*?(?=\n {4}at )/, `Error: ${failure.message}`);
    withoutValues(failure.cause);
    return failure;
  }
  if (typeof failure.code !== "string") return failure;
  // The server quotes the row, the key or the text that it could not read.
  delete failure.detail;
  const before = failure.message;
  if (failure.code.startsWith("22")) failure.message = unquoted(before);
  if (typeof failure.where === "string") failure.where = unquoted(failure.where);
  failure.stack = failure.stack?.replace(before, failure.message);
  return failure;
}

const unquoted = (text: string) => text.replace(/"[\s\S]*"/g, '"…"').replace(/'[\s\S]*'/g, "'…'");

// Drizzle puts a failed query's parameters into the message of its error, and the web server logs that.
const place = PgPreparedQuery.prototype as unknown as { queryWithCache: Run };
const { queryWithCache } = place;
place.queryWithCache = function (this: unknown, ...asked: Parameters<Run>) {
  return queryWithCache.apply(this, asked).catch((error: unknown) => {
    throw withoutValues(error);
  });
};

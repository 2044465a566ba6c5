import { PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type PoolOptions = {
  /** Most connections this pool opens. Default 10. */
  max?: number;
  /** Milliseconds until the server gives up a statement; 0 for never (imports). Default 15 000. */
  statementTimeoutMs?: number;
  /** Shown in pg_stat_activity. Default "portal". */
  applicationName?: string;
  /**
   * Sends the first queries of a transaction behind its BEGIN, one round trip less. Only for a login that can do nothing
   * outside of a transaction: should BEGIN fail, those queries would run without it.
   */
  pipelined?: boolean;
};

const text = (value: string) => value;

/**
 * A postgres.js client for `url`; it connects on first use and reconnects by itself after a loss. int8 arrives as
 * bigint; numeric and date stay strings ("12.50", "2025-01-31"). Close it with `end()`. Never use its `reserve()`: after
 * a loss it keeps handing out the dead connection.
 */
export function openPool(url: string, options: PoolOptions = {}) {
  const pool = postgres(url, {
    max: options.max ?? 10,
    idle_timeout: 60,
    connect_timeout: 5,
    backoff: () => 0.1,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? "portal",
      // As text: the driver leaves out parameters that are falsy, and 0 means "no limit" here.
      statement_timeout: String(options.statementTimeoutMs ?? 15_000) as unknown as number,
    },
    types: {
      bigint: postgres.BigInt,
      day: { to: 1082, from: [1082], serialize: text, parse: text },
    },
  });
  if (options.pipelined) {
    const begin = pool.begin.bind(pool) as (how: string, work: unknown) => Promise<unknown>;
    pool.begin = ((work: unknown) => begin("pipelined", work)) as typeof pool.begin;
  }
  return pool;
}

export type Pool = ReturnType<typeof openPool>;

/** More parameters than this are a list or a batch: its text differs every time and would fill the statement cache. */
const mostPreparedParameters = 100;

// Drizzle asks for a prepared statement only when a query was named. Unprepared, postgres.js describes each query first,
// a second round trip, and never pipelines.
const prepareQuery = PostgresJsSession.prototype.prepareQuery;
PostgresJsSession.prototype.prepareQuery = function (
  this: InstanceType<typeof PostgresJsSession>,
  query,
  fields,
  name,
  ...rest
) {
  const prepared = name ?? (query.params.length <= mostPreparedParameters ? "auto" : undefined);
  return prepareQuery.call(this, query, fields, prepared, ...rest);
} as typeof prepareQuery;

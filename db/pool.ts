import { PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import "./failed-queries";

export type PoolOptions = {
  /** Most connections this pool opens. Default 10. */
  max?: number;
  /** Milliseconds until the server gives up a statement; 0 for never (imports). Default 15 000. */
  statementTimeoutMs?: number;
  /** Milliseconds until a server that sends nothing while a query runs is given up, and its connection closed. Default never. */
  answerTimeoutMs?: number;
  /** Milliseconds that a statement waits for a lock. Default 0: as long as the statement may. */
  lockTimeoutMs?: number;
  /** Milliseconds until the server ends a transaction that its client has forgotten. Default 0: never. */
  idleInTransactionMs?: number;
  /** Milliseconds after which the server looks whether the client of a running statement still lives. Default 0: never. */
  clientCheckMs?: number;
  /** Whether each statement keeps to one core of the server, so that what runs behind the pages leaves them the others. */
  oneCore?: boolean;
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
    connect_timeout: 3,
    backoff: () => 0.1,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? "portal",
      // As text: the driver leaves out parameters that are falsy, and 0 means "no limit" here.
      statement_timeout: String(options.statementTimeoutMs ?? 15_000) as unknown as number,
      ...(options.oneCore && { max_parallel_workers_per_gather: "0" as unknown as number }),
      ...(options.lockTimeoutMs && { lock_timeout: options.lockTimeoutMs }),
      ...(options.idleInTransactionMs && { idle_in_transaction_session_timeout: options.idleInTransactionMs }),
      ...(options.clientCheckMs && { client_connection_check_interval: options.clientCheckMs }),
    },
    ...answerTimeout(options.answerTimeoutMs),
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

/** The driver learns this option by `patches/postgres.mjs`; its types do not know it. */
const answerTimeout = (ms?: number): object => (ms ? { answer_timeout: ms / 1000 } : {});

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

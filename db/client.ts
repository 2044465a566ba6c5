import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Viewer } from "@/lib/access/viewer";
import { noteAway } from "@/lib/away";
import { Unavailable } from "@/lib/errors";
import { currentRequest, outsideRequest } from "@/lib/request";
import { connectionUrl } from "./connection";
import { faultOf } from "./faults";
import { type Gate, openGate } from "./gate";
import { openPool, type Pool, type PoolOptions } from "./pool";

export type Database = PostgresJsDatabase & { $client: Pool };
/** An open transaction: what every command takes first. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

type DatabaseRole = "portal_staff" | "portal_partner" | "portal_auth";
/**
 * `web` answers people; `long` is for what takes its time, such as an import, and `counting` for figures that a page may wait
 * for: neither takes a page's connection.
 */
type Use = "web" | "long" | "counting" | "worker";
type WebUse = Exclude<Use, "worker">;

const minute = 60_000;
/** Every wait has a limit: docs/operations.md lists them. */
const limits: Record<Use, PoolOptions & { max: number }> = {
  web: {
    max: 10,
    pipelined: true,
    statementTimeoutMs: 4_500,
    lockTimeoutMs: 3_000,
    answerTimeoutMs: 5_000,
    idleInTransactionMs: 10_000,
  },
  long: {
    max: 4,
    pipelined: true,
    statementTimeoutMs: 30 * minute,
    lockTimeoutMs: 10 * minute,
    answerTimeoutMs: 31 * minute,
    idleInTransactionMs: 2 * minute,
    clientCheckMs: 2_000,
    applicationName: "portal long",
  },
  counting: {
    max: 4,
    pipelined: true,
    statementTimeoutMs: minute,
    lockTimeoutMs: 3_000,
    answerTimeoutMs: 2 * minute,
    idleInTransactionMs: 10_000,
    applicationName: "portal counting",
  },
  worker: { max: 6, statementTimeoutMs: 0, oneCore: true },
};
const lines = {
  web: { inside: limits.web.max, waiting: 100, waitMs: 3_000 },
  long: { inside: limits.long.max, waiting: 20, waitMs: 5_000 },
  counting: { inside: limits.counting.max, waiting: 100, waitMs: minute },
};
/** Milliseconds after which a page or action is told that there is no answer, in line and at work together. */
const mostMs = 5_000;

type Opened = { pools: Partial<Record<Use, Promise<Database>>>; gates: Record<WebUse, Gate> };
const place = globalThis as typeof globalThis & { tandemDatabase?: Opened };
place.tandemDatabase ??= {
  pools: {},
  gates: { web: openGate(lines.web), long: openGate(lines.long), counting: openGate(lines.counting) },
};
const { pools, gates } = place.tandemDatabase;

async function open(use: Use): Promise<Database> {
  return drizzle(openPool(await connectionUrl(use === "worker" ? "worker" : "web"), limits[use]));
}

function database(use: Use): Promise<Database> {
  const opened = pools[use] ?? open(use);
  pools[use] = opened;
  opened.catch(() => delete pools[use]);
  return opened;
}

/** The web process's pool. Its login holds no right of its own: read through `withViewer`. */
export const webDatabase = () => database("web");
/** The pool of background work and of the operator's command. */
export const workerDatabase = () => database("worker");

/** `over` once the caller was told that there is no answer: what has not been committed by then must not be. */
type Turn = { over: boolean };

/** Runs `work` when its turn comes, and says so when it does not, or when there is no answer in time. */
async function inTurn<T>(use: WebUse, work: (turn: Turn) => Promise<T>): Promise<T> {
  // Next draws a page that failed a second time, as its error: that must not wait once more.
  const outage = use === "web" && currentRequest()?.outage;
  if (outage) throw new Unavailable(outage, currentRequest()?.id);
  const turn = { over: false };
  const done = gates[use].enter().then((leave) => work(turn).finally(leave));
  try {
    const result = await (use === "web" ? inTime(turn, done) : done);
    noteAway(false);
    return result;
  } catch (error) {
    throw faultOf(error);
  }
}

/** What it leaves behind ends by itself: the driver gives up its connection, and only then is its place free. */
function inTime<T>(turn: Turn, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      turn.over = true;
      fail(new Unavailable("silent"));
    }, mostMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Runs one statement as the web login itself, which may do nothing but look up a session. */
export function asLogin<T>(statement: (db: Database) => Promise<T>): Promise<T> {
  return inTurn("web", async () => statement(await webDatabase()));
}

/** The transaction that this call stands in, so that a read inside a read of the same viewer joins it. */
const inside = new AsyncLocalStorage<{ of: string; tx: Tx }>();

/**
 * Sets who the transaction is for. Not awaited by callers before their first query: the driver sends it ahead in the same
 * round trip, and a failure of it fails the transaction.
 */
async function inRole<T>(
  role: DatabaseRole,
  context: { partnerId?: string; personId?: string; readOnly?: boolean },
  work: (tx: Tx) => Promise<T>,
  use: WebUse = "web",
): Promise<T> {
  const of = [role, context.partnerId, context.personId, context.readOnly].join(" ");
  const readOnly = context.readOnly ? sql`, set_config('transaction_read_only', 'on', true)` : sql``;
  const joined = inside.getStore();
  if (joined?.of === of) return work(joined.tx);
  const transaction = (turn: Turn) => async (tx: Tx) => {
    const entered = tx
      .execute(
        sql`select set_config('role', ${role}, true), set_config('app.partner_id', ${context.partnerId ?? ""}, true), set_config('app.person_id', ${context.personId ?? ""}, true)${readOnly}`,
      )
      .then(
        () => undefined,
        (error: unknown) => error ?? new Error("the transaction's role could not be set"),
      );
    const result = await inside.run({ of, tx }, () => work(tx));
    const failure = await entered;
    if (failure) throw failure;
    if (turn.over) throw new Unavailable("slow");
    return result;
  };
  return inTurn(use, async (turn) => (await database(use)).transaction(transaction(turn)));
}

/**
 * Runs `work` in a transaction that can only see what the viewer may: the second wall. Inside another one of the same
 * viewer it joins that. Staff who look at the portal as a partner can write nothing in it. It must end within five
 * seconds; as `long` (an import) or `counting` it may take its time. Throws Unavailable.
 */
export function withViewer<T>(viewer: Viewer, work: (tx: Tx) => Promise<T>, use: WebUse = "web"): Promise<T> {
  if (viewer.kind === "staff") return inRole("portal_staff", { personId: viewer.personId }, work, use);
  const { partnerId, viewedBy } = viewer;
  const personId = viewedBy?.personId ?? viewer.personId;
  return inRole("portal_partner", { personId, partnerId, readOnly: Boolean(viewedBy) }, work, use);
}

/** Runs `work` outside of the transaction and the request that this call stands in. */
export const apart = <T>(work: () => Promise<T>): Promise<T> => inside.exit(() => outsideRequest(work));

/** Runs `work` as the sign-in role, which reads and writes people's access, sessions and links, and nothing else. */
export function withAuth<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return inRole("portal_auth", {}, work);
}

/** Runs `work` in a transaction of the worker, which sees every row. `personId` is the actor, when there is one. */
export async function withWorker<T>(work: (tx: Tx) => Promise<T>, personId?: string): Promise<T> {
  const db = await workerDatabase();
  return db.transaction(async (tx) => {
    if (personId) await tx.execute(sql`select set_config('app.person_id', ${personId}, true)`);
    return work(tx);
  });
}

/** Closes the pools of this process, so that a command can end. */
export async function closeDatabases(): Promise<void> {
  const open = Object.values(pools);
  for (const use of Object.keys(pools) as Use[]) delete pools[use];
  await Promise.all(open.map(async (db) => (await db).$client.end({ timeout: 5 })));
}

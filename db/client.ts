import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Viewer } from "@/lib/access/viewer";
import { connectionUrl } from "./connection";
import { openPool, type Pool } from "./pool";

export type Database = PostgresJsDatabase & { $client: Pool };
/** An open transaction: what every command takes first. */
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

type DatabaseRole = "portal_staff" | "portal_partner" | "portal_auth";
type Login = "web" | "worker";

const pools = globalThis as typeof globalThis & { tandemPools?: Partial<Record<Login, Promise<Database>>> };

async function open(login: Login): Promise<Database> {
  const url = await connectionUrl(login);
  return drizzle(openPool(url, login === "web" ? { max: 10, pipelined: true } : { max: 4, statementTimeoutMs: 0 }));
}

function database(login: Login): Promise<Database> {
  pools.tandemPools ??= {};
  const opened = pools.tandemPools[login] ?? open(login);
  pools.tandemPools[login] = opened;
  opened.catch(() => delete pools.tandemPools?.[login]);
  return opened;
}

/** The web process's pool. Its login holds no right of its own: read through `withViewer`. */
export const webDatabase = () => database("web");
/** The pool of background work and of the operator's command. */
export const workerDatabase = () => database("worker");

/** The transaction that this call stands in, so that a read inside a read of the same viewer joins it. */
const inside = new AsyncLocalStorage<{ of: string; tx: Tx }>();

/**
 * Sets who the transaction is for. Not awaited by callers before their first query: the driver sends it ahead in the same
 * round trip, and a failure of it fails the transaction.
 */
async function inRole<T>(
  role: DatabaseRole,
  context: { partnerId?: string; personId?: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const of = [role, context.partnerId, context.personId].join(" ");
  const joined = inside.getStore();
  if (joined?.of === of) return work(joined.tx);
  const db = await webDatabase();
  return db.transaction(async (tx) => {
    const entered = tx
      .execute(
        sql`select set_config('role', ${role}, true), set_config('app.partner_id', ${context.partnerId ?? ""}, true), set_config('app.person_id', ${context.personId ?? ""}, true)`,
      )
      .then(
        () => undefined,
        (error: unknown) => error ?? new Error("the transaction's role could not be set"),
      );
    const result = await inside.run({ of, tx }, () => work(tx));
    const failure = await entered;
    if (failure) throw failure;
    return result;
  });
}

/** Runs `work` in a transaction that can only see what the viewer may: the second wall. Inside another one of the same viewer it joins that. */
export function withViewer<T>(viewer: Viewer, work: (tx: Tx) => Promise<T>): Promise<T> {
  const personId = viewer.kind === "partner" && viewer.viewedBy ? viewer.viewedBy.personId : viewer.personId;
  return viewer.kind === "staff"
    ? inRole("portal_staff", { personId }, work)
    : inRole("portal_partner", { personId, partnerId: viewer.partnerId }, work);
}

/** Runs `work` outside of the transaction that this call stands in. */
export const apart = <T>(work: () => Promise<T>): Promise<T> => inside.exit(work);

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
  const open = Object.values(pools.tandemPools ?? {});
  pools.tandemPools = {};
  await Promise.all(open.map(async (db) => (await db).$client.end({ timeout: 5 })));
}

import { PostgresJsSession } from "drizzle-orm/postgres-js";
import type postgres from "postgres";

/** A statement as it went to the driver. */
export type Statement = { sql: string; params: unknown[] };

/** A node of a plan with what it did, as EXPLAIN (ANALYZE, FORMAT JSON) tells it. */
type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: PlanNode[];
};
export type Explained = Statement & { plan: PlanNode; planningMs: number; executionMs: number };

/** The statements that `read` sends, in order; the transaction's own begin and commit are not among them. One at a time. */
export async function statementsOf(read: () => Promise<unknown>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const session = PostgresJsSession.prototype;
  const real = session.prepareQuery;
  session.prepareQuery = function (this: InstanceType<typeof PostgresJsSession>, ...given: Parameters<typeof real>) {
    sent.push({ sql: given[0].sql, params: given[0].params });
    return real.apply(this, given);
  } as typeof real;
  try {
    await read();
  } finally {
    session.prepareQuery = real;
  }
  return sent;
}

/** Runs the statements again in one transaction, which is rolled back, and returns how each was done. */
export async function explained(sql: postgres.Sql, statements: Statement[]): Promise<Explained[]> {
  const found: Explained[] = [];
  const undo = new Error("only looked at");
  await sql
    .begin(async (tx) => {
      for (const statement of statements) {
        const params = statement.params as never[];
        if (!/^\s*(select|with|\()/i.test(statement.sql) || /set_config\(/.test(statement.sql)) {
          await tx.unsafe(statement.sql, params);
          continue;
        }
        const [row] = await tx.unsafe(`explain (analyze, buffers, timing off, format json) ${statement.sql}`, params);
        const [told] = row?.["QUERY PLAN"] as { Plan: PlanNode; "Planning Time": number; "Execution Time": number }[];
        if (!told) throw new Error("The database explained nothing");
        const times = { planningMs: told["Planning Time"], executionMs: told["Execution Time"] };
        found.push({ ...statement, plan: told.Plan, ...times });
      }
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return found;
}

/** Every node of the plan, the plan itself first. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** Rows that the node looked at, all its loops together: those it gave and those it threw away. */
export const rowsRead = (node: PlanNode) =>
  Math.round(
    (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)) *
      node["Actual Loops"],
  );

/**
 * What reads or sorts more than a page may: scans of a whole table of more than `most` rows, and nodes through which
 * more than `most` rows went. `sizes` are the rows of each table.
 */
export function excesses(explained: Explained[], sizes: Map<string, number>, most: number): string[] {
  return explained.flatMap(({ sql, plan }) =>
    nodesOf(plan).flatMap((node) => {
      const table = node["Relation Name"];
      const whole = node["Node Type"].endsWith("Seq Scan") && table && (sizes.get(table) ?? 0) > most;
      const rows = rowsRead(node);
      if (!whole && rows <= most) return [];
      return [`${node["Node Type"]}${table ? ` on ${table}` : ""} of ${rows} rows: ${sql.slice(0, 300)}`];
    }),
  );
}

/** How many rows each table holds, by its statistics: run ANALYZE before. */
export async function tableSizes(sql: postgres.Sql): Promise<Map<string, number>> {
  const rows = await sql<{ name: string; rows: number }[]>`select relname as name, reltuples::int as rows from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  return new Map(rows.map(({ name, rows: count }) => [name, count]));
}

import { sql } from "./attacker";

type Row = Record<string, unknown>;
export type Effect = {
  table: string;
  did: "insert" | "update" | "delete";
  /** The columns of an update that are not what they were. */
  columns: string[];
  before: Row | null;
  after: Row | null;
  /** The transaction that did it. */
  by: string;
};

/** What being there changes, what the worker makes of changes, and balances, which the database keeps of bookings: no action decides it. */
const moving: Record<string, string[] | "all"> = {
  visits: "all",
  metric_dirty: "all",
  metric_month: "all",
  metric_program: "all",
  metric_answers: "all",
  metric_changes: "all",
  partner_standings: "all",
  attempts: "all",
  audit_chain: "all",
  page_views: "all",
  jobs: "all",
  job_workers: "all",
  job_looks: "all",
  job_runs: "all",
  job_slots: "all",
  job_effects: "all",
  webhook_events: "all",
  incentive_dirty: "all",
  customer_blocks: "all",
  ledger_accounts: "all",
  sessions: ["last_seen_at"],
  registration_events: ["told_at"],
  tier_move_events: ["told_at"],
  fund_events: ["told_at"],
  alert_rule_choices: ["evaluated_at", "took_ms", "holding"],
  mail_outbox: ["sealed", "sent_at", "attempts", "next_attempt_at", "error"],
};

/** Keeps the worker away from the database, so that what is written meanwhile was not written by it; returns what lets it back. */
export async function withoutWorker(): Promise<() => Promise<void>> {
  const db = await sql();
  await db`alter role portal_worker connection limit 0`;
  await db`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'portal_worker'`;
  return async () => void (await db`alter role portal_worker connection limit -1`);
}

/**
 * Every row of the database that is another one after `work` than before, and by which transaction: read from the versions
 * that PostgreSQL keeps, against a snapshot taken before.
 */
export async function effectsOf<T>(work: () => Promise<T>): Promise<{ answer: T; effects: Effect[] }> {
  const db = await sql();
  const keys = await db<{ name: string; key: string[] }[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as key from pg_class c
      join pg_index i on i.indrelid = c.oid and i.indisprimary join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.relname order by 1`;
  const tables = keys.filter(({ name }) => moving[name] !== "all");
  const keyOf = new Map(tables.map(({ name, key }) => [name, key]));
  const earlier = await db.reserve();
  try {
    await earlier`begin isolation level repeatable read`;
    const [at] = await earlier`select pg_snapshot_xmax(pg_current_snapshot())::text as next`;
    const versions = (column: "xmin" | "xmax") =>
      tables
        .map(
          ({ name }) =>
            `select '${name}' as table, to_jsonb(t) as row, t.${column}::text as by from ${name} t where t.${column}::text::bigint >= ${at?.next}`,
        )
        .join(" union all ");
    const answer = await work();
    const changed = (await db.unsafe(versions("xmin"))) as unknown as { table: string; row: Row; by: string }[];
    const gone = (await earlier.unsafe(versions("xmax"))) as unknown as { table: string; row: Row; by: string }[];
    const named = ({ table, row }: { table: string; row: Row }) =>
      JSON.stringify([table, ...(keyOf.get(table) as string[]).map((column) => row[column])]);
    const before = new Map(gone.map((each) => [named(each), each]));
    const effects: Effect[] = [];
    for (const each of changed) {
      const was = before.get(named(each));
      before.delete(named(each));
      const still = moving[each.table] ?? [];
      const columns = was
        ? Object.keys(each.row).filter(
            (name) => !still.includes(name) && JSON.stringify(each.row[name]) !== JSON.stringify(was.row[name]),
          )
        : [];
      if (was && columns.length === 0) continue;
      effects.push({
        table: each.table,
        did: was ? "update" : "insert",
        columns,
        before: was?.row ?? null,
        after: each.row,
        by: each.by,
      });
    }
    for (const { table, row, by } of before.values()) {
      const key = keyOf.get(table) as string[];
      const found = await db.unsafe(
        `select 1 from ${table} where ${key.map((column, n) => `"${column}"::text = $${n + 1}`).join(" and ")}`,
        key.map((column) => String(row[column])),
      );
      if (found.length === 0) effects.push({ table, did: "delete", columns: [], before: row, after: null, by });
    }
    return { answer, effects };
  } finally {
    await earlier`rollback`;
    earlier.release();
  }
}

/** The effects as the list of actions writes them: `people update access, disabled_at`. */
export const said = (effects: Effect[]): string[] =>
  [
    ...new Set(effects.map(({ table, did, columns }) => [table, did, columns.sort().join(", ")].join(" ").trim())),
  ].sort();

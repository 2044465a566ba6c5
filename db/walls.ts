import { getTableColumns, getTableName, type SQL } from "drizzle-orm";
import type postgres from "postgres";
import {
  authRights,
  growing,
  ownPartner,
  partnerExtras,
  partnerInserts,
  partnerWrites,
  type Rows,
  staffRights,
  staffRows,
  text,
  workerRights,
} from "./rights";
import { partnerOfTransaction, personOfTransaction, walls } from "./scope";

/** Sets row-level security, policies and grants of every table from `db/scope.ts`. Run by each migration, as the owner. */
export async function raiseWalls(sql: postgres.Sql): Promise<void> {
  const tables = await sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r','p') order by 1`;
  const statements = [
    "revoke all on all tables in schema public from public, portal_web, portal_worker, portal_partner, portal_staff, portal_auth",
    "revoke all on all functions in schema public from public",
    "grant execute on function program_day(timestamptz), to_reporting(bigint, text, date) to portal_worker, portal_staff, portal_partner, portal_auth",
    "grant execute on function refresh_deals(uuid[]), restate(text, date, date) to portal_worker, portal_staff",
    "grant execute on function decision_times() to portal_partner, portal_staff, portal_worker",
    "grant execute on function submit_registration(uuid, text[]), withdraw_registration(uuid, text) to portal_partner",
    "grant execute on function answer_lead(uuid, boolean, text), open_lead_deal(uuid, text, bigint, text, date), lose_lead(uuid, text), note_lead(uuid, text, int) to portal_partner",
    "grant execute on function appeal_tier(uuid, text) to portal_partner",
    "grant execute on function seal_audit(int), audit_hash(bytea, audit_entries) to portal_worker",
    "grant execute on function plan_own_deal(uuid, text, date, date), lead_contact(uuid) to portal_partner",
    "grant execute on function take_claims(uuid), promote_waiting(text[]) to portal_worker, portal_staff",
    "grant execute on function scorecard_limit(text, boolean) to portal_worker, portal_staff",
    "grant execute on function fund_transitions(text) to portal_worker, portal_staff",
    "grant execute on function fund_claim_paid(uuid), fund_side() to portal_partner, portal_staff, portal_worker",
    "grant execute on function enqueue_job(text, text, jsonb, timestamptz) to portal_worker, portal_staff, portal_partner, portal_auth",
    "grant execute on function rotate_webhook(uuid, text, int) to portal_staff, portal_partner",
    "grant execute on function closed_months_seen(), month_closed_at(date) to portal_partner, portal_staff, portal_worker",
    "grant execute on function partner_root(uuid) to portal_partner, portal_staff, portal_worker",
    "grant execute on function payout_accounts(uuid) to portal_staff, portal_worker",
    "grant execute on function open_session(text) to portal_web",
    "grant execute on function count_pages(jsonb) to portal_web",
    "grant execute on function worker_seen() to portal_web",
    "grant execute on function health_facts() to portal_staff, portal_worker",
    "grant execute on function count_attempt(text, int, int) to portal_web, portal_auth",
    "grant execute on function attempt_wait(text, int) to portal_web",
    "grant execute on function confirm_application(text), answer_application(text, text) to portal_auth",
  ];
  for (const { name } of tables) statements.push(...(await wallOf(sql, name)));
  await sql.begin((tx) => tx.unsafe(statements.join(";\n")));
}

async function wallOf(sql: postgres.Sql, table: string): Promise<string[]> {
  const old = await sql<
    { policyname: string }[]
  >`select policyname from pg_policies where schemaname = 'public' and tablename = ${table}`;
  const statements = [
    ...old.map((policy) => `drop policy ${policy.policyname} on ${table}`),
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    allow("owner", table, "portal_owner", "true"),
    allow("worker", table, "portal_worker", "true"),
    allow("staff", table, "portal_staff", staffRows[table] ?? "true"),
    ...grant(
      growing.has(table) ? "select, insert" : (workerRights[table] ?? "select, insert, update, delete"),
      table,
      "portal_worker",
    ),
    ...grant(staffRights[table] ?? "select, insert, update, delete", table, "portal_staff"),
  ];
  const auth = authRights[table];
  if (auth) statements.push(allow("sign_in", table, "portal_auth", "true"), ...grant(auth, table, "portal_auth"));
  return [...statements, ...partnerWall(table)];
}

function partnerWall(table: string): string[] {
  const extra = partnerExtras[table];
  if (extra)
    return [allow("partner", table, "portal_partner", extra.rows), ...grant(extra.rights, table, "portal_partner")];
  const wall = walls.find((candidate) => getTableName(candidate.table) === table);
  if (!wall) return [];
  const columns = Object.values(getTableColumns(wall.table)).map((column) => column.name);
  const shown = columns.filter((column) => !wall.hidden?.includes(column));
  const rows = text(wall.own(partnerOfTransaction, personOfTransaction));
  const writes = partnerWrites[table];
  return [
    `create policy partner on ${table} for select to portal_partner using (${rows})`,
    ...grant(`select (${shown.map((column) => `"${column}"`).join(", ")})`, table, "portal_partner"),
    ...(writes ? [allow("partner_write", table, "portal_partner", writes.rows ?? ownPartner)] : []),
    ...(writes ? grant(writes.rights, table, "portal_partner") : []),
    ...(partnerInserts.has(table)
      ? [
          `create policy partner_insert on ${table} for insert to portal_partner with check (${ownPartner})`,
          ...grant("insert", table, "portal_partner"),
        ]
      : []),
  ];
}

function allow(name: string, table: string, role: string, rows: string | Rows): string {
  const { using, check } = typeof rows === "string" ? { using: rows, check: rows } : rows;
  return `create policy ${name} on ${table} to ${role} using (${using}) with check (${check})`;
}

const grant = (rights: string, table: string, role: string) =>
  rights ? [`grant ${rights} on ${table} to ${role}`] : [];

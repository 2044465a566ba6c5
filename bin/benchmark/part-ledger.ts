import { readFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { type Tx, withWorker } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { accrueIncentives } from "@/db/incentives/accrue";
import { readBalances, readPartnerIncentives } from "@/db/incentives/queries";
import { readStatement } from "@/db/incentives/statement";
import { migrateDatabase } from "@/db/migrate";
import { approveBatch } from "@/db/payouts/approve";
import { ownerOf } from "@/db/payouts/details";
import { prepareBatch } from "@/db/payouts/prepare";
import { readPayouts } from "@/db/payouts/queries";
import { listPayable, readReadiness } from "@/db/payouts/readiness";
import { sealDetails } from "@/db/payouts/seal";
import { settlePayouts } from "@/db/payouts/settle";
import { ensureServer, stopServer } from "@/db/server/embedded";
import { makePlan, makeTwo } from "@/db/testing/incentives";
import type { StaffViewer } from "@/lib/access/viewer";
import { statementAddress } from "@/lib/incentives/address";
import { dataDir } from "../commands/database";
import { print, table } from "../commands/output";
import { ledgerPages } from "./ledger-pages";
import { percentile, short } from "./numbers";

export type LedgerOptions = { partners: number; lines: number; pages?: boolean; json?: boolean };
type Row = { what: string; value: number; unit: string };

/** A ledger of so many partners and 30 months, made set by set: its reads, a batch of all of them, and accrual. */
export async function benchLedger(
  { partners, lines, pages, json }: LedgerOptions,
  say: (text: string) => void,
): Promise<void> {
  const { url } = await ensureServer(dataDir(), { fsync: false, sharedBuffers: "512MB" });
  process.env.DATABASE_URL = url;
  process.env.AUTH_SECRET ??= "a-secret-for-benchmarks-of-32-characters";
  try {
    await migrateDatabase(url);
    const owner = postgres(await connectionUrl("owner"), { max: 1, onnotice: () => {} });
    const people = await makeTwo(owner);
    say(`Making the history of ${partners} partners ...`);
    await makeHistory(owner, people, partners);
    const [count] = await owner`select count(*)::int as n from ledger_entries`;
    const rows = [
      { what: "entries of the ledger", value: count?.n as number, unit: "" },
      ...(await readings(owner, people[0])),
      ...(await payouts(people, partners)),
      ...(pages ? await pagesOf(owner, people[0], say) : []),
      ...(await accrual(owner, lines)),
    ];
    await owner.end();
    const text = rows.map(({ what, value, unit }) => [what, `${short(value)} ${unit}`.trim()]);
    print(json, { ledger: rows }, table(["measured", "value"], text));
  } finally {
    await stopServer(dataDir());
  }
}

async function makeHistory(owner: postgres.Sql, people: [string, string], partners: number): Promise<void> {
  await makePlan(owner, people);
  const history = (await readFile(join(import.meta.dirname, "ledger-history.sql"), "utf8")).replace(
    ":partners",
    String(partners),
  );
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(history);
  });
  await owner`delete from incentive_dirty`;
  await owner`update settings set payout_hold_days = 0`;
  await owner`insert into payout_policies (currency, minimum_minor, limit_minor) values ('USD', 1, 1)`;
  const ids = await owner<{ id: string }[]>`select id from partners where name like 'Bench %'`;
  const bank = { kind: "iban", holder: "Bench", country: "DE", iban: "DE89370400440532013000", bic: "COBADEFF" };
  const sealed = ids.map(({ id }) => ({ id, ...sealDetails(bank, ownerOf(id, "bank")) }));
  await owner`insert into payout_details (partner_id, kind, form, country, last4, sealed, key_id)
    select r.id, k, 'iban', 'DE', '3000', r.sealed, r."keyId" from jsonb_to_recordset(${JSON.stringify(sealed)}::text::jsonb) r (id uuid, sealed text, "keyId" text) cross join unnest(array['bank', 'tax']) k`;
  await owner`vacuum analyze`;
}

/** Median milliseconds of what pages read, and what a balance costs the database with and without a history. */
async function readings(owner: postgres.Sql, personId: string): Promise<Row[]> {
  const viewer: StaffViewer = {
    kind: "staff",
    role: "program_owner",
    personId,
    sessionId: "bench",
    name: "Bench",
    email: "bench@localhost",
  };
  const [one] = await owner`select id from partners where name = 'Bench 7'`;
  const [month] = await owner`select max(statement_month)::text as month from earnings`;
  const partner = one?.id as string;
  const asked = statementAddress.parse({ partner, month: month?.month.slice(0, 7), currency: "USD" });
  const reads: Record<string, () => Promise<unknown>> = {
    "balances of a partner": () => readBalances(viewer, partner),
    "incentives of a partner": () => readPartnerIncentives(viewer, partner),
    "readiness of a partner": () => readReadiness(viewer, partner),
    "statement page": () => readStatement(viewer, asked),
    "payouts: batches and sums": () => readPayouts(viewer),
    "payouts: 50 partners to be paid": () => listPayable(viewer, { currency: "USD", after: "" }),
  };
  const rows: Row[] = [];
  for (const [what, read] of Object.entries(reads)) {
    await read();
    const times: number[] = [];
    for (let i = 0; i < 20; i++) times.push(await timed(read));
    rows.push({ what, value: percentile(times, 0.5), unit: "ms" });
  }
  const [plan] = await owner.unsafe(
    `explain (analyze, buffers, format json) select kind, currency, balance_minor from ledger_accounts where partner_id = '${partner}'`,
  );
  const root = (plan?.["QUERY PLAN"] as { Plan: Record<string, number> }[])[0]?.Plan;
  return [
    ...rows,
    {
      what: "balances: pages of the database read",
      value: (root?.["Shared Hit Blocks"] ?? 0) + (root?.["Shared Read Blocks"] ?? 0),
      unit: "",
    },
  ];
}

async function pagesOf(owner: postgres.Sql, staff: string, say: (text: string) => void): Promise<Row[]> {
  const [one] =
    await owner`select (select id from partners where name = 'Bench 7') as partner, (select id from payout_batches limit 1) as batch,
    (select max(statement_month)::text from earnings) as month`;
  return ledgerPages(owner, { partner: one?.partner, batchId: one?.batch, month: one?.month, staff, seconds: 2 }, say);
}

/** A batch of everybody: prepared, approved, settled. */
async function payouts([owner, finance]: [string, string], partners: number): Promise<Row[]> {
  const as = <Result>(personId: string, work: (tx: Tx) => Promise<Result>) => withWorker(work, personId);
  let batchId = "";
  const prepare = await timed(async () => {
    const asked = { key: crypto.randomUUID(), currency: "USD", partner: [] };
    batchId = (await as(finance, (tx) => prepareBatch(tx, asked))).batchId;
  });
  const by = { personId: owner, beyond: true };
  const approve = await timed(() => as(owner, (tx) => approveBatch(tx, by, { key: crypto.randomUUID(), batchId })));
  const ids = await as(finance, (tx) =>
    tx.execute<{ id: string }>(`select id from payouts where batch_id = '${batchId}'`),
  );
  const outcomes = ids.map(({ id }) => ({ payoutId: id, outcome: "paid" as const, reason: "" }));
  const settle = await timed(() =>
    as(finance, (tx) => settlePayouts(tx, { key: crypto.randomUUID(), batchId, outcomes, portalUrl: "" })),
  );
  const rate = (what: string, ms: number) => ({ what, value: (partners / ms) * 1000, unit: "payouts/s" });
  return [
    rate("batch prepared", prepare),
    rate("batch approved", approve),
    rate("batch settled", settle),
    rate("all three", prepare + approve + settle),
  ];
}

/** New invoices of many partners, reckoned and booked. */
async function accrual(owner: postgres.Sql, lines: number): Promise<Row[]> {
  await owner`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on)
    select p.id, 'new', 1000000 + n, 'USD', program_day(now()) from generate_series(1, ${lines}) n join (select id, row_number() over (order by id) as i from partners where name like 'Bench %') p
      on p.i = 1 + n % (select count(*) from partners where name like 'Bench %')`;
  const ms = await timed(() => accrueIncentives());
  return [{ what: "accrual", value: (lines / ms) * 1000, unit: "lines/s" }];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { AlertRuleKey } from "@/lib/alerts/registry";

const kinds = { partner: "1", deal: "2", registration: "3", certification: "4", target: "5", import: "6" };
const idOf = (kind: keyof typeof kinds, n: number) =>
  `a1e0000${kinds[kind]}-0000-4000-8000-${String(n).padStart(12, "0")}`;
/** Partners by what is planted with them. */
const who = {
  well: 1,
  stalled: 2,
  certified: 3,
  contract: 4,
  ended: 5,
  protected: 6,
  fell: 7,
  steady: 8,
  small: 9,
  refused: 10,
  few: 11,
  aims: 12,
};

/** For each rule the subjects for which it must fire, and no others: what `plantAlerts` made so, beside near misses. */
export const alertPlants = {
  stalled_deals: [idOf("partner", who.stalled)],
  certification_expiring: [idOf("certification", 1)],
  contract_ending: [idOf("partner", who.contract), idOf("partner", who.ended)],
  protection_ending: [idOf("registration", 1)],
  approval_late: [idOf("registration", 11), idOf("registration", 12)],
  import_failed: [idOf("import", 1), idOf("import", 4), idOf("import", 7)],
  target_endangered: [idOf("target", 1), idOf("target", 4)],
  revenue_swing: [idOf("partner", who.fell)],
  approval_rate_drop: [idOf("partner", who.refused)],
  contacts_stale: [idOf("partner", who.well), idOf("partner", who.few)],
  data_quality: [idOf("partner", who.small)],
} as const satisfies Record<AlertRuleKey, string[]>;

/** Plants every condition that a rule of alerts fires for, each beside what only just is none, as of now. */
export async function plantAlerts(tx: Tx): Promise<void> {
  await tx.execute(sql`insert into partners (id, name, type, contract_status, contract_ends_on, joined_on)
    select ('a1e00001-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Planted ' || n, 'reseller', 'active', program_day(now()) + case n when ${who.contract}::int then 60 when ${who.ended}::int then -10 when ${who.few}::int then -91 else 61 end, '2020-01-01'
    from generate_series(1, 12) n`);
  await plantDeals(tx);
  await plantMonths(tx);
  await plantCertifications(tx);
  await plantRegistrations(tx);
  await plantImports(tx);
  await plantTargets(tx);
  await plantContacts(tx);
  await plantScores(tx);
}

/** Open deals: two that stand still; one at the edge, one spoken of, one with a next step, which do not. */
async function plantDeals(tx: Tx): Promise<void> {
  const deals: [n: number, partner: number, ago: number, spoken: number | null, step: number | null][] = [
    [1, who.stalled, 22, null, null],
    [2, who.stalled, 60, null, -3],
    [3, who.well, 21, null, null],
    [4, who.well, 60, 5, null],
    [5, who.well, 60, null, 3],
    [6, who.protected, 3, null, null],
  ];
  for (const [n, partner, ago, spoken, step] of deals) {
    const day = sql`program_day(now()) - ${ago}::int`;
    await tx.execute(sql`insert into deals (id, name, stage, currency, last_activity_on, next_step_on) values (${idOf("deal", n)}, ${`Planted deal ${n}`}, 'prospecting', 'USD',
      program_day(now()) - ${spoken}::int, program_day(now()) + ${step}::int)`);
    await tx.execute(
      sql`insert into deal_partners (deal_id, partner_id, role) values (${idOf("deal", n)}, ${idOf("partner", partner)}, 'sourcing')`,
    );
    await tx.execute(
      sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${idOf("deal", n)}, ${day}, 'prospecting', 100000000, 'USD')`,
    );
  }
}

/** A deal won in each of 26 months: one partner's last month fell, one's is as uneven as it always was, one's is small. */
async function plantMonths(tx: Tx): Promise<void> {
  const amounts: [partner: number, amount: ReturnType<typeof sql>][] = [
    [who.fell, sql`case m when 1 then 20000 else 400000 + (m * 7919 % 40000) end`],
    [
      who.steady,
      sql`(400000 + (m * 7919 % 90000)) * case when extract(month from program_day(now()) - make_interval(months => m)) = extract(month from program_day(now()) - interval '1 month') then 0.3 else 1 end`,
    ],
    [who.small, sql`case m when 1 then 2000 else 40000 end`],
  ];
  for (const [index, [partner, amount]] of amounts.entries()) {
    const id = sql`('a1e00007-0000-4000-8000-' || lpad((${index}::int * 100 + m)::text, 12, '0'))::uuid`;
    const months = sql`generate_series(1, 26) m`;
    await tx.execute(
      sql`insert into deals (id, name, stage, currency) select ${id}, 'Planted month ' || m, 'prospecting', 'USD' from ${months}`,
    );
    await tx.execute(
      sql`insert into deal_partners (deal_id, partner_id, role) select ${id}, ${idOf("partner", partner)}::uuid, 'sourcing' from ${months}`,
    );
    await tx.execute(sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency)
      select ${id}, date_trunc('month', program_day(now())) - make_interval(months => m) + interval '9 days', 'won', (${amount})::bigint * 10000, 'USD' from ${months}`);
  }
}

/** Certifications: one that ends; one renewed, one at the edge, one long over. */
async function plantCertifications(tx: Tx): Promise<void> {
  const held: [n: number, name: string, left: number][] = [
    [1, "Planted engineer", 30],
    [2, "Planted architect", 10],
    [3, "Planted architect", 700],
    [4, "Planted seller", 31],
    [5, "Planted adviser", -1],
  ];
  for (const [n, name, left] of held)
    await tx.execute(
      sql`insert into certifications (id, partner_id, name, expires_on) values (${idOf("certification", n)}, ${idOf("partner", who.certified)}, ${name}, program_day(now()) + ${left}::int)`,
    );
}

async function plantRegistrations(tx: Tx): Promise<void> {
  const approved = (n: number, deal: number | null, left: number) =>
    tx.execute(sql`insert into registrations (id, partner_id, deal_id, status, customer_name, submitted_on, submitted_at, decision, decided_on, protected_until)
      values (${idOf("registration", n)}, ${idOf("partner", who.protected)}, ${deal && idOf("deal", deal)}, 'approved', ${`Planted customer ${n}`}, program_day(now()) - 400, now() - interval '400 days', 'approved', program_day(now()) - 399, program_day(now()) + ${left}::int)`);
  await approved(1, 6, 14);
  await approved(2, null, 15);
  await approved(3, null, 100);
  const waits = (n: number, hours: number) =>
    tx.execute(sql`insert into registrations (id, partner_id, status, customer_name, submitted_on, submitted_at, due_at)
      values (${idOf("registration", n)}, ${idOf("partner", who.well)}, 'submitted', ${`Planted customer ${n}`}, program_day(now()) - 3, now() - interval '3 days', now() - make_interval(hours => ${hours}::int, mins => 30))`);
  await waits(11, 4);
  await waits(13, 3);
  await approved(12, null, 60);
  await tx.execute(
    sql`insert into registration_extensions (registration_id, until, reason, requested_at) values (${idOf("registration", 12)}, program_day(now()) + 90, 'Planted', now() - interval '53 hours'), (${idOf("registration", 3)}, program_day(now()) + 90, 'Planted', now() - interval '50 hours')`,
  );
  await decided(tx, who.refused, [10, 10], [2, 10]);
  await decided(tx, who.steady, [9, 10], [7, 10]);
  await decided(tx, who.few, [10, 10], [0, 3]);
}

type Share = [approved: number, of: number];

/** Decisions of the year before, and of the last 90 days. */
async function decided(tx: Tx, partner: number, before: Share, lately: Share): Promise<void> {
  for (const [[yes, of], ago] of [
    [before, 200],
    [lately, 30],
  ] as const)
    await tx.execute(sql`insert into registrations (partner_id, status, customer_name, submitted_on, submitted_at, decision, decided_on)
      select ${idOf("partner", partner)}::uuid, case when n <= ${yes}::int then 'closed' else 'rejected' end, 'Planted decision ' || n, program_day(now()) - ${ago}::int, now() - make_interval(days => ${ago}::int), case when n <= ${yes}::int then 'approved' else 'rejected' end, program_day(now()) - ${ago}::int
      from generate_series(1, ${of}::int) n`);
}

/** Imports: one that failed and one that waits; a failure made good, and one checked just now, are none. */
async function plantImports(tx: Tx): Promise<void> {
  const batches: [n: number, source: string, status: string, hours: number][] = [
    [1, "planted a", "failed", 5],
    [2, "planted b", "failed", 5],
    [3, "planted b", "published", 1],
    [4, "planted c", "checked", 25],
    [5, "planted d", "checked", 2],
    [6, "planted e", "failed", 15 * 24],
  ];
  for (const [n, source, status, hours] of batches)
    await tx.execute(
      sql`insert into import_batches (id, source, mapping, status, created_at) values (${idOf("import", n)}, ${source}, '{}', ${status}, now() - make_interval(hours => ${hours}::int))`,
    );
  await tx.execute(sql`insert into import_batches (id, source, mapping, status, held, released_at, released_why)
    values (${idOf("import", 7)}, 'planted f', '{}', 'checked', '[]', null, null), (${idOf("import", 8)}, 'planted g', '{}', 'checked', '[]', now(), 'Planted')`);
}

/** Contacts: none reviewed in time, and never; the last review at the edge, one in time among others, and nobody to review. */
async function plantContacts(tx: Tx): Promise<void> {
  const contacts: [partner: number, ago: number | null][] = [
    [who.well, 93],
    [who.well, 400],
    [who.few, null],
    [who.steady, 92],
    [who.fell, 400],
    [who.fell, 1],
    [who.certified, 5],
  ];
  for (const [n, [partner, ago]] of contacts.entries())
    await tx.execute(
      sql`insert into people (kind, partner_id, name, reviewed_on) values ('partner', ${idOf("partner", partner)}, ${`Planted contact ${n}`}, program_day(now()) - ${ago}::int)`,
    );
}

/** Scores of data: one low with rows enough; one at the edge, one with too few rows. */
async function plantScores(tx: Tx): Promise<void> {
  const scores: [partner: number, score: number, failed: number][] = [
    [who.small, 7499, 3],
    [who.steady, 7500, 30],
    [who.few, 5000, 2],
  ];
  for (const [partner, score, failed] of scores)
    await tx.execute(
      sql`insert into quality_partners (partner_id, score, checked, failed) values (${idOf("partner", partner)}, ${score}::int, 40, ${failed}::int)`,
    );
}

/** Targets of the partner without revenue and of the one that earns it: behind, missed, met, too early, long over. */
async function plantTargets(tx: Tx): Promise<void> {
  const aims: [n: number, partner: number, from: number, to: number, value: string][] = [
    [1, who.aims, -60, 30, "1000"],
    [2, who.steady, -60, 30, "1000"],
    [3, who.aims, -10, 80, "1000"],
    [4, who.aims, -95, -5, "1000"],
    [5, who.aims, -130, -40, "1000"],
    [6, who.steady, -95, -5, "1000"],
  ];
  for (const [n, partner, from, to, value] of aims)
    await tx.execute(sql`insert into targets (id, metric, from_on, to_on, value, currency, partner_id)
      values (${idOf("target", n)}, 'sourced_revenue', program_day(now()) + ${from}::int, program_day(now()) + ${to}::int, ${value}, 'USD', ${idOf("partner", partner)})`);
}

import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { returnDebts } from "@/db/incentives/owed";
import { enqueue } from "@/db/jobs/queue";
import { partnerMerges, partners } from "@/db/partners/schema";
import { NotFound, Refused } from "@/lib/errors";

/** The tables whose rows belong to a partner and move with it, with what tells a row of one partner from another. */
export const movedTables = {
  people: "id::text",
  activities: "id::text",
  revenue_lines: "id::text",
  subscriptions: "id::text",
  certifications: "id::text",
  training_assignments: "id::text",
  channel_costs: "id::text",
  incentive_grants: "id::text",
  incentive_uses: "id::text",
  funded_deals: "id::text",
  satisfaction_answers: "id::text",
  support_tickets: "id::text",
  integrations: "id::text",
  installs: "id::text",
  uptime_days: "id::text",
  engagements: "id::text",
  partner_families: "id::text",
  targets: "id::text",
  visits: `json_build_array(person_id, "on")::text`,
  registrations: "id::text",
  files: "id::text",
  deal_shares: "id::text",
  deal_people: "json_build_array(deal_id, person_id)::text",
  leads: "id::text",
  lead_offers: "id::text",
  lead_notes: "id::text",
  data_issues: "id::text",
  tier_values: "id::text",
  tier_moves: "id::text",
  scorecards: "id::text",
  scorecard_metrics: "id::text",
  scorecard_values: "id::text",
  scorecard_reviews: "id::text",
  review_figures: "id::text",
  review_items: "id::text",
  joint_plans: "id::text",
  plan_goals: "id::text",
  plan_targets: "id::text",
  plan_activities: "id::text",
  fund_allocations: "id::text",
  fund_requests: "id::text",
  fund_claims: "id::text",
  fund_request_deals: "id::text",
  partner_tasks: "id::text",
  partner_contracts: "id::text",
  applications: "id::text",
  announcement_reads: "json_build_array(announcement_id, person_id)::text",
  deal_partners: "deal_id::text",
} as const;
type MovedTable = keyof typeof movedTables;
const tablesMoved = Object.keys(movedTables) as MovedTable[];

/** What a partner has one of: it follows only to a survivor that has none, and else stays with the merged record to be read there. */
const oneOfAKind: { held: string; tables: MovedTable[] }[] = [
  {
    held: "select 1 from scorecards where partner_id = ",
    tables: [
      "scorecards",
      "scorecard_metrics",
      "scorecard_values",
      "scorecard_reviews",
      "review_figures",
      "review_items",
    ],
  },
  {
    held: "select 1 from joint_plans where state <> 'ended' and partner_id = ",
    tables: ["joint_plans", "plan_goals", "plan_targets", "plan_activities"],
  },
  {
    held: "select 1 from tier_moves where status in ('proposed','approved','notice','appealed') and partner_id = ",
    tables: ["tier_moves"],
  },
];

/** By table the keys of the rows that moved; `removed:` rows whole, `raised` the deals where the survivor became the source. */
type Moved = Record<string, string[]>;

/**
 * Merges `mergedId` into `survivorId`: its rows move, but for what it has one of when the survivor has one too; a deal that both took part in keeps the sourcing part, and the
 * merged record points to the survivor. What moved is kept so that `unmergePartners` restores it. Throws NotFound, Refused.
 */
export async function mergePartners(
  tx: Tx,
  by: { personId: string | null },
  merge: { survivorId: string; mergedId: string; reason: string },
): Promise<{ id: string; audit: AuditEntry }> {
  const { survivorId, mergedId, reason } = merge;
  if (survivorId === mergedId) throw new Refused("Choose two different partners");
  const { survivor, merged } = await lockPair(tx, survivorId, mergedId);
  if (survivor.mergedIntoId) throw new Refused(`${survivor.name} has been merged into another partner already`);
  if (merged.mergedIntoId) throw new Refused(`${merged.name} has been merged into another partner already`);
  const moved: Moved = {
    ...(await settleDeals(tx, survivorId, mergedId)),
  };
  const staying = await stayingTables(tx, survivorId);
  for (const table of tablesMoved)
    moved[table] = staying.has(table) ? [] : await moveAll(tx, table, mergedId, survivorId);
  moved.external_ids = await moveExternalIds(tx, mergedId, survivorId);
  await tx.update(partners).set({ mergedIntoId: survivorId }).where(eq(partners.id, mergedId));
  await markStale(tx, survivorId, mergedId);
  const [made] = await tx
    .insert(partnerMerges)
    .values({ survivorId, mergedId, reason, moved, mergedById: by.personId })
    .returning({ id: partnerMerges.id });
  if (!made) throw new Error("The merge was not written");
  return { id: made.id, audit: mergeEntry("partner.merged", survivor, merged, moved, reason) };
}

/**
 * Undoes a merge: exactly the rows that moved go back. Only the latest merge into a partner can be undone, since later
 * ones stand on it. Throws NotFound, Refused.
 */
export async function unmergePartners(
  tx: Tx,
  by: { personId: string | null },
  undo: { mergeId: string; reason: string },
): Promise<{ survivorId: string; mergedId: string; audit: AuditEntry }> {
  const [merge] = await tx
    .select({ survivorId: partnerMerges.survivorId, mergedId: partnerMerges.mergedId })
    .from(partnerMerges)
    .where(eq(partnerMerges.id, undo.mergeId));
  if (!merge) throw new NotFound("This merge");
  const { survivor, merged } = await lockPair(tx, merge.survivorId, merge.mergedId);
  const [latest] = await tx
    .select({ id: partnerMerges.id, moved: partnerMerges.moved })
    .from(partnerMerges)
    .where(and(eq(partnerMerges.survivorId, survivor.id), isNull(partnerMerges.undoneAt)))
    .orderBy(desc(partnerMerges.mergedAt), desc(partnerMerges.id))
    .limit(1);
  if (survivor.mergedIntoId) throw new Refused(`${survivor.name} has itself been merged since: undo that merge first`);
  if (!latest || merged.mergedIntoId !== survivor.id) throw new Refused("This merge has been undone already");
  if (latest.id !== undo.mergeId)
    throw new Refused(`${survivor.name} took in another partner since: undo that merge first`);
  await putBack(tx, latest.moved, survivor.id, merged.id);
  await tx.update(partners).set({ mergedIntoId: null }).where(eq(partners.id, merged.id));
  await tx
    .update(partnerMerges)
    .set({ undoneAt: sql`now()`, undoneById: by.personId })
    .where(eq(partnerMerges.id, latest.id));
  await returnDebts(tx, latest.id);
  await markStale(tx, survivor.id, merged.id);
  const audit = mergeEntry("partner.unmerged", survivor, merged, latest.moved, undo.reason);
  return { survivorId: survivor.id, mergedId: merged.id, audit };
}

/** Locks both records in one order, so that two merges of the same pair wait for each other. */
async function lockPair(tx: Tx, survivorId: string, mergedId: string) {
  const rows = await tx
    .select({ id: partners.id, name: partners.name, mergedIntoId: partners.mergedIntoId })
    .from(partners)
    .where(sql`${partners.id} in (${survivorId}::uuid, ${mergedId}::uuid)`)
    .orderBy(partners.id)
    .for("update");
  const survivor = rows.find((row) => row.id === survivorId);
  const merged = rows.find((row) => row.id === mergedId);
  if (!survivor || !merged) throw new NotFound("This partner");
  return { survivor, merged };
}

/** A deal that both took part in keeps the survivor's part, raised to sourcing when the merged one sourced it. */
async function settleDeals(tx: Tx, survivorId: string, mergedId: string): Promise<Moved> {
  const removed = await tx.execute<{
    row: string;
    deal: string;
    role: string;
  }>(sql`delete from deal_partners m using deal_partners s
    where s.deal_id = m.deal_id and s.partner_id = ${survivorId}::uuid and m.partner_id = ${mergedId}::uuid
    returning to_jsonb(m)::text as row, m.deal_id::text as deal, m.role`);
  const raised = removed.filter(({ role }) => role === "sourcing").map(({ deal }) => deal);
  await tx.execute(sql`update deal_partners set role = 'sourcing'
    where partner_id = ${survivorId}::uuid and deal_id = any(${uuids(raised)}::uuid[])`);
  return { "removed:deal_partners": removed.map(({ row }) => row), raised };
}

async function stayingTables(tx: Tx, survivorId: string): Promise<Set<MovedTable>> {
  const staying = new Set<MovedTable>();
  for (const { held, tables } of oneOfAKind) {
    const [one] = await tx.execute(sql`${sql.raw(held)}${survivorId}::uuid limit 1`);
    if (one) for (const table of tables) staying.add(table);
  }
  return staying;
}

async function moveAll(tx: Tx, table: MovedTable, from: string, to: string): Promise<string[]> {
  const rows = await tx.execute<{ key: string }>(
    sql`update ${sql.raw(table)} set partner_id = ${to}::uuid where partner_id = ${from}::uuid returning ${sql.raw(movedTables[table])} as key`,
  );
  return rows.map(({ key }) => key);
}

async function moveExternalIds(tx: Tx, from: string, to: string): Promise<string[]> {
  const rows = await tx.execute<{
    key: string;
  }>(sql`update external_ids set entity_id = ${to}::uuid where entity_id = ${from}::uuid
    returning json_build_array(source, entity, external_id)::text as key`);
  return rows.map(({ key }) => key);
}

async function putBack(tx: Tx, moved: Moved, survivorId: string, mergedId: string): Promise<void> {
  for (const table of tablesMoved) {
    await tx.execute(sql`update ${sql.raw(table)} set partner_id = ${mergedId}::uuid
      where partner_id = ${survivorId}::uuid and ${sql.raw(movedTables[table])} = any(${texts(moved[table])}::text[])`);
  }
  await tx.execute(sql`update external_ids set entity_id = ${mergedId}::uuid where entity_id = ${survivorId}::uuid
    and json_build_array(source, entity, external_id)::text = any(${texts(moved.external_ids)}::text[])`);
  await tx.execute(sql`update deal_partners set role = 'influencing'
    where partner_id = ${survivorId}::uuid and deal_id = any(${uuids(moved.raised)}::uuid[])`);
  await tx.execute(sql`insert into deal_partners select r.* from unnest(${texts(moved["removed:deal_partners"])}::text[]) j(row),
    jsonb_populate_record(null::deal_partners, j.row::jsonb) r
    where exists (select 1 from deals d where d.id = r.deal_id) on conflict do nothing`);
}

/** A record without rows counts as a partner too: its sums, and what it earns, are made again also when nothing moved; and the data are checked. */
async function markStale(tx: Tx, ...ids: string[]): Promise<void> {
  await tx.execute(sql`insert into metric_dirty (partner_id) select unnest(${uuids(ids)}::uuid[])`);
  await tx.execute(sql`insert into incentive_dirty (partner_id, month) select p, '-infinity' from unnest(${uuids(ids)}::uuid[]) p
    where exists (select 1 from earnings e where e.partner_id = any(${uuids(ids)}::uuid[]))`);
  await enqueue(tx, "quality", { key: "quality" });
}

const uuids = (ids: string[] = []) => `{${ids.join(",")}}`;
const texts = (values: string[] = []) => `{${values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;

type Named = { id: string; name: string };

function mergeEntry(
  action: "partner.merged" | "partner.unmerged",
  survivor: Named,
  merged: Named,
  moved: Moved,
  reason: string,
): AuditEntry {
  const rows = Object.fromEntries(
    Object.entries(moved).flatMap(([table, keys]) =>
      keys.length > 0 ? [[table.replace("removed:", "doubled "), keys.length]] : [],
    ),
  );
  const after = { merged: merged.name, into: survivor.name, rows };
  const subject = { type: "partner", id: merged.id, name: merged.name };
  return { action, subject, partnerId: survivor.id, after, reason };
}

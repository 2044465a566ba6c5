import "server-only";
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Actor, type AuditEntry, recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { reachOf, readProgram } from "@/db/metrics/queries";
import { Refused } from "@/lib/errors";
import { formatDay } from "@/lib/format";
import { type Amounts, earnedTier, measureOf, moveFor, type Tier } from "@/lib/tiers/standing";
import { textsOf } from "@/lib/tiers/view";
import { type Had, measurePartners } from "./measure";
import { readTiers } from "./queries";

export type Evaluated = { id: string; partners: number; promotions: number; demotions: number; audit: AuditEntry };
type Snapshot = {
  partner_id: string;
  amounts: Record<string, string>;
  tier_then: string | null;
  tier_earned: string | null;
  unrated: number;
};
type Row = { id: string; tier: string | null; then: string | null; suspended: boolean; busy: boolean };

/**
 * Measures all partners as of the end of a day against the tiers as they are, keeps what each had, and proposes a change to
 * each that stands elsewhere than where its figures put it; older proposals make way, what is decided runs on. Throws
 * Refused on a day that has not come or while sums are being made again, and null when the schedule had this day already.
 */
export async function evaluatePartners(
  tx: Tx,
  by: Actor,
  { asOf, today, scheduled = false }: { asOf: string; today: string; scheduled?: boolean },
): Promise<Evaluated | null> {
  if (asOf > today) throw new Refused("This day has not come yet", "asOf");
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('tier evaluation', 0))`);
  if (scheduled && (await wasMade(tx, asOf))) return null;
  const ladder = (await readTiers(tx)).map(({ benefits: _, ...tier }) => tier);
  const had = await measureAll(tx, ladder, asOf);
  const rows = await readPartners(tx, asOf);
  const snapshots = rows.map((row) => snapshotOf(row, ladder, had.get(row.id)));
  const id = await keep(tx, by, { asOf, scheduled, ladder, snapshots });
  const proposed = await propose(tx, { id, asOf, ladder, rows, snapshots });
  const subject = { type: "tier_evaluation", id, name: `as of ${formatDay(asOf)}` };
  return {
    id,
    partners: rows.length,
    ...proposed,
    audit: { action: "tier.evaluated", subject, after: { partners: rows.length, ...proposed } },
  };
}

/** The same by the worker, with its entry in the audit log. */
export async function evaluateOnSchedule(tx: Tx, by: Actor, day: { asOf: string; today: string }): Promise<boolean> {
  const made = await evaluatePartners(tx, by, { ...day, scheduled: true });
  if (made) await recordAudit(tx, by, made.audit);
  return made !== null;
}

async function wasMade(tx: Tx, asOf: string): Promise<boolean> {
  const [made] = await tx.execute(
    sql`select 1 from tier_evaluations where scheduled and as_of >= ${asOf}::date limit 1`,
  );
  return made !== undefined;
}

async function measureAll(tx: Tx, ladder: readonly Tier[], asOf: string): Promise<Map<string, Had>> {
  const program = await readProgram(tx);
  if (program.recounting)
    throw new Refused("Sums are being made again after a large change: try again in a few minutes");
  const asked = ladder.flatMap(({ requirements }) => requirements);
  return measurePartners(tx, asked, asOf, reachOf("operator", program));
}

/** Everybody who was in the program on the day, with the tier of then and of now. */
const readPartners = (tx: Tx, asOf: string) =>
  tx.execute<Row>(sql`select p.id, p.tier, v.tier as then, p.status = 'suspended' as suspended,
      exists (select 1 from tier_moves m where m.partner_id = p.id and m.status in ('approved','notice','appealed')) as busy
    from partners p left join partner_versions v on v.partner_id = p.id and v.valid_from <= ${asOf}::date and (v.valid_to is null or v.valid_to > ${asOf}::date)
    where p.merged_into_id is null and coalesce(p.joined_on, '-infinity') <= ${asOf}::date order by p.id`);

function snapshotOf(row: Row, ladder: readonly Tier[], had?: Had): Snapshot {
  const amounts: Amounts = Object.fromEntries(
    ladder.flatMap(({ requirements }) =>
      requirements.map((one) => [measureOf(one), had?.amounts[measureOf(one)] ?? 0n]),
    ),
  );
  return {
    partner_id: row.id,
    amounts: textsOf(amounts),
    tier_then: row.then,
    tier_earned: earnedTier(ladder, amounts)?.key ?? null,
    unrated: had?.unrated ?? 0,
  };
}

/** What a snapshot's hash is over: which evaluation's tiers and day, whose it is, and all that it says. */
const hashOf = (head: string, { partner_id, amounts, tier_then, tier_earned, unrated }: Snapshot) =>
  createHash("sha256")
    .update(JSON.stringify([head, partner_id, sorted(amounts), tier_then, tier_earned, unrated]))
    .digest("hex");

const sorted = (record: Record<string, string>) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** The evaluation's own hash is over its day, its tiers and the hashes of its snapshots. */
function hashesOf(asOf: string, ladder: readonly Tier[], snapshots: readonly Snapshot[]) {
  const tiers = ladder.map(({ key, name, rank, requirements }) => [
    key,
    name,
    rank,
    requirements.map(({ criterion, atLeast, window }) => [criterion, atLeast, window ?? null]),
  ]);
  const head = JSON.stringify([asOf, tiers]);
  const each = snapshots.map((snapshot) => hashOf(head, snapshot));
  const whole = createHash("sha256").update([head, ...each].join("\n"));
  return { each, whole: whole.digest("hex") };
}

async function keep(
  tx: Tx,
  by: Actor,
  made: { asOf: string; scheduled: boolean; ladder: readonly Tier[]; snapshots: readonly Snapshot[] },
): Promise<string> {
  const { asOf, scheduled, ladder, snapshots } = made;
  const { each, whole } = hashesOf(asOf, ladder, snapshots);
  const [row] = await tx.execute<{
    id: string;
  }>(sql`insert into tier_evaluations (as_of, scheduled, tiers, partners, person_id, hash)
    values (${asOf}, ${scheduled}, ${JSON.stringify(ladder)}::jsonb, ${snapshots.length}, ${by.personId}, decode(${whole}, 'hex')) returning id`);
  if (!row) throw new Error("The evaluation was not written");
  const rows = JSON.stringify(snapshots.map((snapshot, index) => ({ ...snapshot, hash: each[index] })));
  await tx.execute(sql`insert into tier_snapshots (evaluation_id, partner_id, amounts, tier_then, tier_earned, unrated, hash)
    select ${row.id}::uuid, x.partner_id, x.amounts, x.tier_then, x.tier_earned, x.unrated, decode(x.hash, 'hex')
    from jsonb_to_recordset(${rows}::text::jsonb) x(partner_id uuid, amounts jsonb, tier_then text, tier_earned text, unrated int, hash text)`);
  return row.id;
}

type Proposing = {
  id: string;
  asOf: string;
  ladder: readonly Tier[];
  rows: readonly Row[];
  snapshots: readonly Snapshot[];
};

async function propose(tx: Tx, { id, asOf, ladder, rows, snapshots }: Proposing) {
  await tx.execute(sql`with old as (update tier_moves set status = 'replaced', closed_at = now() where status = 'proposed' returning id)
    insert into tier_move_events (move_id, kind, told_at) select id, 'replaced', now() from old`);
  const moves = rows.flatMap((row, index) => {
    const { tier_earned, unrated } = snapshots[index] as Snapshot;
    const move = row.busy || row.suspended ? null : moveFor(ladder, row.tier, tier_earned);
    return move ? [{ partner_id: row.id, from_tier: row.tier, to_tier: tier_earned, unrated, ...move }] : [];
  });
  await tx.execute(sql`with made as (
      insert into tier_moves (partner_id, evaluation_id, as_of, kind, from_tier, to_tier, steps, unrated)
      select x.partner_id, ${id}::uuid, ${asOf}::date, x.kind, x.from_tier, x.to_tier, x.steps, x.unrated
      from jsonb_to_recordset(${JSON.stringify(moves)}::text::jsonb) x(partner_id uuid, kind text, from_tier text, to_tier text, steps int, unrated int) returning id)
    insert into tier_move_events (move_id, kind, told_at) select id, 'proposed', now() from made`);
  const promotions = moves.filter(({ kind }) => kind === "promotion").length;
  return { promotions, demotions: moves.length - promotions };
}

/** Whether an evaluation is as it was made: its partners whose snapshot differs from its hash, and whether the whole holds. */
export async function checkEvaluation(tx: Tx, id: string): Promise<{ holds: boolean; differing: string[] }> {
  const [made] = await tx.execute<{ as_of: string; tiers: Tier[]; hash: string }>(
    sql`select as_of::text, tiers, encode(hash, 'hex') as hash from tier_evaluations where id = ${id}`,
  );
  if (!made) return { holds: false, differing: [] };
  const kept = await tx.execute<
    Snapshot & { hash: string }
  >(sql`select partner_id, amounts, tier_then, tier_earned, unrated, encode(hash, 'hex') as hash
    from tier_snapshots where evaluation_id = ${id} order by partner_id`);
  const { each, whole } = hashesOf(made.as_of, made.tiers, kept);
  return {
    holds: whole === made.hash && each.every((hash, index) => hash === kept[index]?.hash),
    differing: kept.filter(({ hash }, index) => hash !== each[index]).map(({ partner_id }) => partner_id),
  };
}

import "server-only";
import { eq, sql } from "drizzle-orm";
import { type Actor, recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { reachOf, readProgram } from "@/db/metrics/queries";
import { changeTierOf } from "@/db/partners/commands";
import { partners } from "@/db/partners/schema";
import { formatDay } from "@/lib/format";
import type { MoveStatus } from "@/lib/tiers/moves";
import { byRank, earnedTier } from "@/lib/tiers/standing";
import { measurePartners } from "./measure";
import { readTiers } from "./queries";
import { tierMoves } from "./schema";

export type Move = typeof tierMoves.$inferSelect;

/**
 * Lets a change of tier come into effect on its day, in a transaction that holds the change: a demotion is measured once
 * more, and falls away when the criteria are met again, or goes less far down than announced. Does nothing unless it is
 * due. Returns what became of it.
 */
export async function takeEffect(tx: Tx, by: Actor, moveId: string, today: string): Promise<MoveStatus | null> {
  const [move] = await tx.select().from(tierMoves).where(eq(tierMoves.id, moveId)).for("update");
  if (!move || !["approved", "notice"].includes(move.status) || !move.effectiveOn || move.effectiveOn > today)
    return null;
  if (move.kind === "demotion" && !(await wasTold(tx, move.id))) return null;
  const [partner] = await tx
    .select({ name: partners.name, tier: partners.tier, mergedIntoId: partners.mergedIntoId })
    .from(partners)
    .where(eq(partners.id, move.partnerId));
  if (!partner || partner.mergedIntoId || partner.tier !== move.fromTier) {
    await close(tx, move, "replaced", "Its tier was changed meanwhile");
    return "replaced";
  }
  const to = move.kind === "promotion" ? move.toTier : await stillEarned(tx, move, today);
  if (to === move.fromTier) {
    await close(tx, move, "cured", null);
    const subject = { type: "partner", id: move.partnerId, name: partner.name };
    const after = { outcome: "The criteria are met again", tier: move.fromTier };
    await recordAudit(tx, by, { action: "tier.move_ended", subject, partnerId: move.partnerId, after });
    return "cured";
  }
  await tx.update(tierMoves).set({ toTier: to }).where(eq(tierMoves.id, move.id));
  const reason = `${move.kind === "promotion" ? "Promotion" : "Demotion"} by the figures as of ${formatDay(move.asOf)}`;
  const change = { tier: to, effectiveOn: move.effectiveOn, reason };
  const { audit } = await changeTierOf(tx, move.partnerId, change, today);
  await recordAudit(tx, by, audit);
  await close(tx, move, "done", null);
  return "done";
}

/** Nobody is demoted whose notice was never written: after an outage the letter comes first. */
async function wasTold(tx: Tx, moveId: string): Promise<boolean> {
  const [untold] = await tx.execute(
    sql`select 1 from tier_move_events where move_id = ${moveId} and kind = 'announced' and told_at is null`,
  );
  return untold === undefined;
}

/** The tier that the figures of today give, no higher than the one held and no lower than the one announced. */
async function stillEarned(tx: Tx, move: Move, today: string): Promise<string | null> {
  const ladder = byRank(await readTiers(tx));
  const asked = ladder.flatMap(({ requirements }) => requirements);
  const reach = reachOf("operator", await readProgram(tx), move.partnerId);
  const had = (await measurePartners(tx, asked, today, reach)).get(move.partnerId);
  const earned = earnedTier(ladder, had?.amounts ?? {});
  const at = (key: string | null) => ladder.findIndex((tier) => tier.key === key);
  const place = Math.min(Math.max(at(earned?.key ?? null), at(move.toTier)), at(move.fromTier));
  return ladder[place]?.key ?? null;
}

async function close(tx: Tx, move: Move, status: MoveStatus, text: string | null): Promise<void> {
  await tx.update(tierMoves).set({ status, closedAt: sql`now()` }).where(eq(tierMoves.id, move.id));
  await tx.execute(sql`insert into tier_move_events (move_id, kind, text) values (${move.id}, ${status}, ${text})`);
}

import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { cache } from "react";
import { type Tx, withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { settings, stages, type TierRequirement, tiers } from "@/db/program/schema";
import { scope } from "@/db/scope";
import { tierCriteria } from "@/db/tiers/schema";
import type { ProgramSettings, Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { dayIn } from "@/lib/period";

/** What holds for the whole program, with today's day in its time zone. It came with the session; else it is read once a request. */
export const getProgram = cache(async (viewer: Viewer, now = new Date()) => {
  const program = viewer.program ?? (await readSettings(viewer));
  return { ...program, today: dayIn(program.timeZone, now) };
});
export type Program = Awaited<ReturnType<typeof getProgram>>;

async function readSettings(viewer: Viewer): Promise<ProgramSettings> {
  const [row] = await withViewer(viewer, (tx) =>
    tx
      .select({
        programName: settings.programName,
        reportingCurrency: settings.reportingCurrency,
        timeZone: settings.timeZone,
        updatedAt: settings.updatedAt,
      })
      .from(settings)
      .where(scope(viewer, settings))
      .limit(1),
  );
  if (!row) throw new Error("The program has no settings: run the migrations");
  return row;
}

/** Today in the program's time zone, read inside the caller's transaction. */
export async function todayIn(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ today: string }>(sql`select program_day(now())::text as today`);
  if (!row) throw new Error("The database gave no day");
  return row.today;
}

/** The tiers in use, lowest first. */
export function listTiers(viewer: Viewer): Promise<{ key: string; name: string; rank: number }[]> {
  return withViewer(viewer, (tx) =>
    tx
      .select({ key: tiers.key, name: tiers.name, rank: tiers.rank })
      .from(tiers)
      .where(and(scope(viewer, tiers), isNull(tiers.archivedAt)))
      .orderBy(asc(tiers.rank), asc(tiers.key))
      .limit(100),
  );
}

/** The stages of a deal, in order. */
export function listStages(viewer: Viewer) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        key: stages.key,
        name: stages.name,
        position: stages.position,
        outcome: stages.outcome,
        probabilityBp: stages.probabilityBp,
        requires: stages.requires,
        movesTo: stages.movesTo,
      })
      .from(stages)
      .where(scope(viewer, stages))
      .orderBy(asc(stages.position))
      .limit(100),
  );
}

export type TierRow = {
  key: string;
  name: string;
  rank: number;
  requirements: TierRequirement[];
  benefits: string[];
  partners: number;
};

/** All tiers with what they ask for and how many partners stand on each. */
export function listTiersWithPartners(viewer: Viewer): Promise<TierRow[]> {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        key: tiers.key,
        name: tiers.name,
        rank: tiers.rank,
        requirements: tiers.requirements,
        benefits: tiers.benefits,
        partners: sql<number>`(select count(*)::int from ${partners} where ${partners.tier} = ${tiers.key}
          and ${partners.mergedIntoId} is null and ${scope(viewer, partners)})`,
      })
      .from(tiers)
      .where(and(scope(viewer, tiers), isNull(tiers.archivedAt)))
      .orderBy(asc(tiers.rank), asc(tiers.key))
      .limit(100),
  );
}

/** One tier. Throws NotFound. */
export async function getTier(viewer: Viewer, key: string) {
  if (!/^[\w-]{1,60}$/.test(key)) throw new NotFound("This tier");
  const [tier] = await withViewer(viewer, (tx) =>
    tx
      .select({
        key: tiers.key,
        name: tiers.name,
        rank: tiers.rank,
        requirements: tiers.requirements,
        benefits: tiers.benefits,
      })
      .from(tiers)
      .where(and(eq(tiers.key, key), scope(viewer, tiers)))
      .limit(1),
  );
  if (!tier) throw new NotFound("This tier");
  return tier;
}

/** The criteria whose values staff enter, by name. */
export function listTierCriteria(viewer: Viewer): Promise<{ key: string; name: string }[]> {
  return withViewer(viewer, (tx) =>
    tx
      .select({ key: tierCriteria.key, name: tierCriteria.name })
      .from(tierCriteria)
      .where(scope(viewer, tierCriteria))
      .orderBy(asc(tierCriteria.name))
      .limit(100),
  );
}

/** Whether deals exist, after which the time zone is fixed. */
export async function hasDeals(viewer: Viewer): Promise<boolean> {
  const [row] = await withViewer(viewer, (tx) =>
    tx.execute<{ any: boolean }>(sql`select exists (select 1 from deal_versions) as any`),
  );
  return row?.any ?? false;
}

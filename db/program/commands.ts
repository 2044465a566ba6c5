import "server-only";
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { settings, type TierRequirement, tiers } from "@/db/program/schema";
import { tierCriteria } from "@/db/tiers/schema";
import { NotFound, Refused } from "@/lib/errors";
import type { SettingsInput, TierInput } from "@/lib/program/forms";
import { criterionOf, customKeyOf } from "@/lib/tiers/criteria";
import { tierWindows } from "@/lib/tiers/windows";

/** Creates a tier; its key is made from the name. Throws Refused when the name or the rank is taken. */
export async function createTier(tx: Tx, input: TierInput): Promise<{ key: string; audit: AuditEntry }> {
  const key = keyOf(input.name);
  await refuseTaken(tx, null, input);
  await refuseUnknown(tx, input);
  const made = await tx
    .insert(tiers)
    .values({ key, name: input.name, rank: input.rank, requirements: input.requirements, benefits: input.benefits })
    .onConflictDoNothing()
    .returning({ key: tiers.key });
  if (made.length === 0) throw new Refused(`There is a tier with the key ${key} already`, "name");
  return { key, audit: tierEntry("tier.created", key, null, input) };
}

/** Changes a tier's name, rank or requirements. Throws NotFound, and Refused when the name or the rank is taken. */
export async function changeTier(tx: Tx, key: string, input: TierInput): Promise<{ audit: AuditEntry }> {
  const [before] = await tx
    .select({ name: tiers.name, rank: tiers.rank, requirements: tiers.requirements, benefits: tiers.benefits })
    .from(tiers)
    .where(eq(tiers.key, key))
    .for("update");
  if (!before) throw new NotFound("This tier");
  await refuseTaken(tx, key, input);
  await refuseUnknown(tx, input);
  const { name, rank, requirements, benefits } = input;
  if (JSON.stringify(said({ name, rank, requirements, benefits })) === JSON.stringify(said(before)))
    throw new Refused("Nothing was changed: the tier says this already");
  await tx.update(tiers).set({ name, rank, requirements, benefits }).where(eq(tiers.key, key));
  return { audit: tierEntry("tier.changed", key, before, input) };
}

/** Adds a criterion whose values staff enter; its key is made from the name. Throws Refused when there is one already. */
export async function addTierCriterion(tx: Tx, name: string): Promise<{ audit: AuditEntry }> {
  const key = keyOf(name);
  const made = await tx.insert(tierCriteria).values({ key, name }).onConflictDoNothing().returning();
  if (made.length === 0) throw new Refused(`There is a criterion with the key ${key} already`, "name");
  return { audit: { action: "tier.criterion_added", subject: { type: "tier_criterion", id: key, name } } };
}

function keyOf(name: string): string {
  const key = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  if (!key) throw new Refused("The name needs at least one letter or digit", "name");
  return key;
}

async function refuseUnknown(tx: Tx, { requirements }: TierInput): Promise<void> {
  const asked = requirements.map(({ criterion }) => customKeyOf(criterion)).filter((key) => key !== null);
  if (asked.length === 0) return;
  const known = await tx.select({ key: tierCriteria.key }).from(tierCriteria).where(inArray(tierCriteria.key, asked));
  if (known.length < new Set(asked).size) throw new Refused("One of the criteria does not exist any more");
}

async function refuseTaken(tx: Tx, self: string | null, { name, rank }: TierInput): Promise<void> {
  const others = await tx
    .select({ name: tiers.name, rank: tiers.rank })
    .from(tiers)
    .where(and(self ? ne(tiers.key, self) : undefined, isNull(tiers.archivedAt)));
  if (others.some((tier) => tier.name.toLowerCase() === name.toLowerCase()))
    throw new Refused(`There is a tier called ${name} already`, "name");
  const same = others.find((tier) => tier.rank === rank);
  if (same) throw new Refused(`${same.name} has rank ${rank} already`, "rank");
}

function tierEntry(
  action: "tier.created" | "tier.changed",
  key: string,
  before: Record<string, unknown> | null,
  { reason, ...after }: TierInput,
): AuditEntry {
  const subject = { type: "tier", id: key, name: after.name };
  return { action, subject, before: before && said(before), after: said(after), reason };
}

const said = (tier: Record<string, unknown>) => ({ ...tier, requirements: asks(tier.requirements) });

/** Requirements as the audit log shows them: `Valid certifications at least 3`. */
function asks(requirements: unknown): string[] {
  return (requirements as TierRequirement[]).map(({ criterion, atLeast, window }) =>
    [criterionOf(criterion).label, window && tierWindows[window], `at least ${atLeast}`].filter(Boolean).join(" "),
  );
}

/**
 * Changes what holds for the program. Another reporting currency restates every reported amount at the rates of its day.
 * Throws Refused when the time zone would change although deals exist.
 */
export async function changeSettings(tx: Tx, { reason, ...after }: SettingsInput): Promise<{ audit: AuditEntry }> {
  const [before] = await tx
    .select({
      programName: settings.programName,
      reportingCurrency: settings.reportingCurrency,
      timeZone: settings.timeZone,
    })
    .from(settings)
    .for("update");
  if (!before) throw new NotFound("The settings");
  if (JSON.stringify(after) === JSON.stringify(before))
    throw new Refused("Nothing was changed: the settings say this already");
  if (after.timeZone !== before.timeZone) await refuseWithDeals(tx);
  if (after.reportingCurrency !== before.reportingCurrency && !reason)
    throw new Refused("Say why the reporting currency changes", "reason");
  await tx.update(settings).set({ ...after, updatedAt: sql`now()` });
  const subject = { type: "settings", id: null, name: after.programName };
  return { audit: { action: "settings.changed", subject, before, after, reason } };
}

async function refuseWithDeals(tx: Tx): Promise<void> {
  const [row] = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from deal_versions) as any`);
  if (row?.any) throw new Refused("The time zone is fixed once deals exist: their days were counted in it", "timeZone");
}

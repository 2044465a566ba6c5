import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { tiers } from "@/db/program/schema";
import { NotFound, Refused } from "@/lib/errors";
import type { PartnerInput } from "@/lib/partners/form";

export type Change = { id: string; audit: AuditEntry };

/** Creates a partner. A tier holds from the day of joining, else from `today`. Throws Refused on a name that is taken. */
export async function createPartner(tx: Tx, input: PartnerInput, today: string): Promise<Change> {
  await requireReferences(tx, input);
  await refuseTakenName(tx, input.name);
  const tierSince = input.tier ? (input.joinedOn ?? today) : null;
  const [made] = await tx
    .insert(partners)
    .values({ ...input, tierSince })
    .returning({ id: partners.id });
  if (!made) throw new Error("The partner was not written");
  return {
    id: made.id,
    audit: entry("partner.created", { id: made.id, name: input.name }, null, await told(tx, input), null),
  };
}

export type PartnerChange = PartnerInput & { effectiveOn: string | null; reason: string | null };

/**
 * Changes a partner; what figures are cut by (tier, status, type, place, contract) holds from `effectiveOn`, at the latest
 * `today`. A new tier or status needs a reason. Throws NotFound when the partner is gone or merged, Refused when a rule says no.
 */
export async function changePartner(tx: Tx, id: string, change: PartnerChange, today: string): Promise<Change> {
  const before = await lockPartner(tx, id);
  const { effectiveOn, reason, ...input } = change;
  const on = effectiveOn ?? today;
  if (on > today) throw new Refused("A change cannot hold from a day that has not come yet", "effectiveOn");
  await requireReferences(tx, input);
  if (input.name !== before.name) await refuseTakenName(tx, input.name, id);
  const weighty = input.tier !== before.tier || input.status !== before.status;
  if (weighty && !reason) throw new Refused("Say why the tier or the status changes", "reason");
  const tierSince = input.tier === before.tier ? before.tierSince : input.tier ? on : null;
  await tx.execute(sql`select set_config('app.effective_on', ${on}, true)`);
  await tx
    .update(partners)
    .set({ ...input, tierSince, updatedAt: sql`now()` })
    .where(eq(partners.id, id));
  await tx.execute(sql`select set_config('app.effective_on', '', true)`);
  const after = { ...input, tierSince, ...(weighty || effectiveOn ? { holdsFrom: on } : {}) };
  const subject = { id, name: input.name };
  return { id, audit: entry("partner.changed", subject, await told(tx, before), await told(tx, after), reason) };
}

/** Changes a partner's tier alone, as `changePartner` does. Throws NotFound and Refused. */
export async function changeTierOf(
  tx: Tx,
  id: string,
  { tier, effectiveOn, reason }: { tier: string | null; effectiveOn: string; reason: string },
  today: string,
): Promise<Change> {
  const { tierSince: _, ...as } = await lockPartner(tx, id);
  return changePartner(tx, id, { ...as, tier, effectiveOn, reason } as PartnerChange, today);
}

const audited = {
  name: partners.name,
  domain: partners.domain,
  website: partners.website,
  type: partners.type,
  tier: partners.tier,
  status: partners.status,
  importance: partners.importance,
  leadWeight: partners.leadWeight,
  leadCapacity: partners.leadCapacity,
  contractStatus: partners.contractStatus,
  contractEndsOn: partners.contractEndsOn,
  joinedOn: partners.joinedOn,
  managerId: partners.managerId,
  country: partners.country,
  region: partners.region,
  territory: partners.territory,
  segment: partners.segment,
  city: partners.city,
  phone: partners.phone,
  specializations: partners.specializations,
  description: partners.description,
};

async function lockPartner(tx: Tx, id: string) {
  const [row] = await tx
    .select({ ...audited, tierSince: partners.tierSince })
    .from(partners)
    .where(and(eq(partners.id, id), isNull(partners.mergedIntoId)))
    .for("update");
  if (!row) throw new NotFound("This partner");
  return row;
}

async function requireReferences(tx: Tx, input: PartnerInput): Promise<void> {
  if (input.tier) {
    const [tier] = await tx.select({ key: tiers.key }).from(tiers).where(eq(tiers.key, input.tier)).limit(1);
    if (!tier) throw new Refused("This tier does not exist", "tier");
  }
  if (input.managerId) {
    const [person] = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.id, input.managerId), eq(people.kind, "staff")))
      .limit(1);
    if (!person) throw new Refused("The manager must be one of the staff", "managerId");
  }
}

/** Fields as the audit log keeps them: the manager by name. */
async function told<Fields extends { managerId: string | null }>(tx: Tx, { managerId, ...fields }: Fields) {
  if (!managerId) return { ...fields, manager: null };
  const [manager] = await tx.select({ name: people.name }).from(people).where(eq(people.id, managerId)).limit(1);
  return { ...fields, manager: manager?.name ?? null };
}

async function refuseTakenName(tx: Tx, name: string, self?: string): Promise<void> {
  // Two people who create the same company at once wait for each other here.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('partner:' || lower(${name}), 0))`);
  const [taken] = await tx
    .select({ id: partners.id })
    .from(partners)
    .where(and(sql`lower(${partners.name}) = lower(${name})`, isNull(partners.mergedIntoId)))
    .limit(1);
  if (taken && taken.id !== self) throw new Refused(`There is a partner called ${name} already`, "name");
}

function entry(
  action: "partner.created" | "partner.changed",
  partner: { id: string; name: string },
  before: Record<string, unknown> | null,
  after: Record<string, unknown>,
  reason: string | null,
): AuditEntry {
  const subject = { type: "partner", id: partner.id, name: partner.name };
  return { action, subject, partnerId: partner.id, before, after, reason };
}

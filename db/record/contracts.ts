import "server-only";
import { eq, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withWorker } from "@/db/client";
import { partners } from "@/db/partners/schema";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { type ContractFields, standingOf } from "@/lib/record/contracts";
import { recordOf } from "./commands";
import { partnerContracts } from "./schema";

type Done = { audit: AuditEntry; partnerId: string };

/** Adds a contract and lets the partner's contract status follow. Throws NotFound. */
export async function addContract(
  tx: Tx,
  viewer: Viewer,
  { partnerId, ...contract }: ContractFields & { partnerId: string },
  today: string,
): Promise<Done> {
  const { subject } = await recordOf(tx, viewer, partnerId);
  await tx.insert(partnerContracts).values({ partnerId, ...contract, createdById: viewer.personId });
  await settle(tx, partnerId, today);
  return { partnerId, audit: { action: "contract.added", subject, partnerId, after: contract } };
}

/** Changes a contract and lets the partner's contract status follow. Throws NotFound. */
export async function changeContract(
  tx: Tx,
  { contractId, ...contract }: ContractFields & { contractId: string },
  today: string,
): Promise<Done> {
  const { id, partnerId, createdAt: _, createdById: __, ...was } = await lockContract(tx, contractId);
  await tx.update(partnerContracts).set(contract).where(eq(partnerContracts.id, id));
  await settle(tx, partnerId, today);
  const subject = { type: "contract", id, name: contract.title };
  return { partnerId, audit: { action: "contract.changed", subject, partnerId, before: was, after: contract } };
}

async function lockContract(tx: Tx, id: string) {
  const [contract] = await tx.select().from(partnerContracts).where(eq(partnerContracts.id, id)).for("update");
  if (!contract) throw new NotFound("This contract");
  return contract;
}

/**
 * Writes where the partner stands by its contracts: the status that filters and figures read, its end, and the first day that
 * anything was signed. A partner without contracts in the record keeps what its source says. Returns whether it changed.
 */
async function settle(tx: Tx, partnerId: string, today: string): Promise<boolean> {
  const { signedOn, startsOn, endsOn } = partnerContracts;
  const days = await tx
    .select({ signedOn, startsOn, endsOn })
    .from(partnerContracts)
    .where(eq(partnerContracts.partnerId, partnerId));
  const standing = standingOf(days, today);
  if (!standing) return false;
  const first = days.flatMap((one) => (one.signedOn && one.signedOn <= today ? [one.signedOn] : [])).sort()[0] ?? null;
  const changed = await tx
    .update(partners)
    .set({
      contractStatus: standing.state,
      contractEndsOn: standing.endsOn,
      contractSignedOn: sql`coalesce(${partners.contractSignedOn}, ${first}::date)`,
      updatedAt: sql`now()`,
    })
    .where(sql`${partners.id} = ${partnerId} and (${partners.contractStatus}, ${partners.contractEndsOn}, ${partners.contractSignedOn})
      is distinct from (${standing.state}::text, ${standing.endsOn}::date, coalesce(${partners.contractSignedOn}, ${first}::date))`)
    .returning({ id: partners.id });
  return changed.length > 0;
}

/** Lets the status of every partner follow the days of its contracts. Returns how many changed. Run by the worker. */
export async function keepContracts(): Promise<number> {
  return withWorker(async (tx) => {
    const [day] = await tx.execute<{ today: string }>(sql`select program_day(now())::text as today`);
    const today = day?.today as string;
    // Those whose status is not what a contract's days say today; the rule itself is in lib/record/contracts.ts.
    const due = await tx.execute<{ id: string }>(sql`
      select p.id from partners p where p.merged_into_id is null and exists (select 1 from partner_contracts c where c.partner_id = p.id
        and ((p.contract_status = 'active' and c.ends_on <= ${today}::date + 90) or (p.contract_status = 'expiring' and c.ends_on < ${today}::date)
          or (p.contract_status = 'proposal' and c.signed_on <= ${today}::date))) order by p.id limit 2000`);
    let changed = 0;
    for (const { id } of due) if (await settle(tx, id, today)) changed++;
    return changed;
  });
}

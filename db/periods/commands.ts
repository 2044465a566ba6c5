import "server-only";
import { sql } from "drizzle-orm";
import type { Actor, AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { readProgram } from "@/db/metrics/queries";
import { NotFound, Refused } from "@/lib/errors";
import { spanLabel } from "@/lib/period";
import { type Days, isClosable } from "@/lib/periods/closable";
import { freezePeriod } from "./freeze";

type Done = { audit: AuditEntry };

/** Closes a month or quarter that is over: its figures are kept as they are now. Throws Refused. */
export async function closePeriod(
  tx: Tx,
  actor: Actor,
  { days, why }: { days: Days; why: string },
  today: string,
): Promise<Done & { id: string }> {
  if (!isClosable(days)) throw new Refused("Only a whole month or quarter is closed", "days");
  if (days.to > today) throw new Refused("This period is not over", "days");
  const program = await exactProgram(tx);
  const [made] = await tx.execute<{ id: string }>(
    sql`insert into closed_periods (from_on, to_on) values (${days.from}, ${days.to}) on conflict do nothing returning id`,
  );
  if (!made) throw new Refused("This period is closed already", "days");
  await tx.execute(sql`insert into period_revisions (period_id, revision, status, why, proposed_by_id, decided_at, decided_by_id)
    values (${made.id}, 1, 'accepted', ${why}, ${actor.personId}, now(), ${actor.personId})`);
  await freezePeriod(tx, program, { periodId: made.id, revision: 1, span: days });
  return { id: made.id, audit: { action: "period.closed", subject: subjectOf(made.id, days), reason: why } };
}

/** Proposes to restate a closed period with what its figures are once somebody else accepts. Throws NotFound and Refused. */
export async function proposeRestatement(
  tx: Tx,
  actor: Actor,
  { periodId, why }: { periodId: string; why: string },
): Promise<Done> {
  const period = await lockPeriod(tx, periodId);
  if (period.open) throw new Refused("A restatement of this period waits for an answer already");
  await tx.execute(sql`insert into period_revisions (period_id, revision, status, why, proposed_by_id)
    values (${periodId}, ${period.last + 1}, 'proposed', ${why}, ${actor.personId})`);
  return { audit: { action: "period.restatement_proposed", subject: subjectOf(periodId, period.span), reason: why } };
}

/**
 * Accepts a proposed restatement: the figures as they are now become the period's, and those of before stay beside them. Or
 * refuses it. Nobody decides on their own. Throws NotFound and Refused.
 */
export async function decideRestatement(
  tx: Tx,
  actor: Actor,
  { periodId, decision }: { periodId: string; decision: "accept" | "refuse" },
): Promise<Done> {
  const period = await lockPeriod(tx, periodId);
  const { open, span } = period;
  if (!open) throw new Refused("No restatement of this period waits for an answer");
  if (open.proposedById === actor.personId) throw new Refused("Another person decides on what you proposed");
  const accepted = decision === "accept";
  const program = await exactProgram(tx);
  await tx.execute(
    sql`update period_revisions set status = ${accepted ? "accepted" : "refused"}, decided_at = now(), decided_by_id = ${actor.personId} where id = ${open.id}`,
  );
  if (accepted) await freezePeriod(tx, program, { periodId, revision: open.revision, span });
  const action = accepted ? "period.restated" : "period.restatement_refused";
  return {
    audit: { action, subject: subjectOf(periodId, span), after: { revision: open.revision }, reason: open.why },
  };
}

/** Figures that are being counted again would be kept as those of before. */
async function exactProgram(tx: Tx) {
  const program = await readProgram(tx);
  if (program.recounting)
    throw new Refused("Figures are being counted again after a large change: try in a few minutes");
  return program;
}

type Locked = {
  span: Days;
  last: number;
  open: { id: string; revision: number; why: string; proposedById: string | null } | null;
};

/** One restatement of a period at a time: nobody may write a closed period, and so nobody can lock its row. */
async function lockPeriod(tx: Tx, id: string): Promise<Locked> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('period ' || ${id}, 0))`);
  const [row] = await tx.execute<{ from: string; to: string; last: number; open: Locked["open"] }>(sql`
    select from_on::text as "from", to_on::text as "to",
      (select max(revision) from period_revisions r where r.period_id = p.id and r.status = 'accepted') as last,
      (select json_build_object('id', r.id, 'revision', r.revision, 'why', r.why, 'proposedById', r.proposed_by_id)
        from period_revisions r where r.period_id = p.id and r.status = 'proposed') as open
    from closed_periods p where p.id = ${id}::uuid`);
  if (!row) throw new NotFound("This period");
  return { span: { from: row.from, to: row.to }, last: row.last, open: row.open };
}

const subjectOf = (id: string, span: Days) => ({ type: "period", id, name: spanLabel(span) });

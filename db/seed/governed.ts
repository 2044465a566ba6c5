import { sql } from "drizzle-orm";
import { recordAudit } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { correctDealOutcome } from "@/db/deals/commands";
import { answerIssue, openIssue, takeIssue } from "@/db/issues/commands";
import { closePeriod, proposeRestatement } from "@/db/periods/commands";
import type { Viewer } from "@/lib/access/viewer";
import { answerForm, askForm } from "@/lib/issues/form";
import { namedPeriod, previousPeriod } from "@/lib/period";
import { isoDay } from "./calendar";
import { partnerCast } from "./cast";

type Somebody = { personId: string; name: string };

/** Definitions with versions, the last quarter closed and one of its deals corrected since, and questions about figures. */
export async function seedGoverned(tx: Tx, today: number): Promise<void> {
  const day = isoDay(today);
  const [owner, finance] = [await staffOf(tx, "program_owner"), await staffOf(tx, "finance")];
  const quarter = namedPeriod("last_quarter", day);
  await seedVersions(tx, owner, finance, previousPeriod(quarter).from, quarter.to);
  const days = { from: quarter.from, to: quarter.to };
  const { id: periodId, audit } = await closePeriod(
    tx,
    finance,
    { days, why: "The quarter is over and reconciled" },
    day,
  );
  await recordAudit(tx, finance, audit);
  await tx.execute(
    sql`update period_revisions set proposed_at = now() - interval '1 minute', decided_at = now() - interval '1 minute' where period_id = ${periodId}`,
  );
  await seedCorrection(tx, owner, quarter, day);
  const why = "A deal that was entered as lost was won";
  const proposed = await proposeRestatement(tx, owner, { periodId, why });
  await recordAudit(tx, owner, proposed.audit);
  await seedIssues(tx, owner, quarter);
}

async function staffOf(tx: Tx, role: string): Promise<Somebody> {
  const [row] = await tx.execute<Somebody>(
    sql`select id as "personId", name from people where kind = 'staff' and role = ${role} and access = 'active' order by name limit 1`,
  );
  if (!row) throw new Error(`The example program has no ${role}`);
  return row;
}

async function seedVersions(tx: Tx, owner: Somebody, finance: Somebody, since: string, from: string): Promise<void> {
  const exclusions =
    "Deals whose registration was not approved; deals that partners only influenced; open deals. Test and internal deals are removed at the source.";
  await tx.execute(sql`insert into metric_versions (metric, version, status, wording, settings, why, counts_from, proposed_at, proposed_by_id, decided_at, decided_by_id, decision_note) values
    ('win_rate', 2, 'approved', ${JSON.stringify({ exclusions, owner: "program_owner", validator: "finance" })}::jsonb, '{}', 'Finance validates it from now on', ${since}::date,
      ${since}::date + time '10:00', ${owner.personId}, ${since}::date + time '15:00', ${finance.personId}, 'Agreed'),
    ('portal_adoption', 2, 'proposed', ${JSON.stringify({ owner: "program_owner", validator: "channel_manager" })}::jsonb, '{"days": 3}', 'Two visits in a quarter are too few to call it use', ${from}::date,
      now() - interval '2 days', ${finance.personId}, null, null, null)`);
}

/** A deal that was entered as lost was won after all: the closed quarter is no longer what it was closed as. */
async function seedCorrection(
  tx: Tx,
  actor: Somebody,
  quarter: { from: string; to: string },
  today: string,
): Promise<void> {
  const [deal] = await tx.execute<{ id: string; on: string }>(sql`
    select d.id, d.closed_on::text as "on" from deals d join partners p on p.id = d.partner_id
    where d.outcome = 'lost' and d.accepted and d.closed_on >= ${quarter.from} and d.closed_on < ${quarter.to} and p.name <> all(${sql.param(Object.values(partnerCast))}::text[])
    order by d.closed_on, d.id limit 1`);
  if (!deal) return;
  const correction = { dealId: deal.id, stage: "won", on: deal.on, amountE4: null, reason: "The order came by post" };
  const { audit } = await correctDealOutcome(tx, actor, correction, today);
  await recordAudit(tx, actor, audit);
}

const askings = [
  {
    metric: "sourced_revenue",
    question: "We expected one more order in this quarter: is the renewal of August counted?",
  },
  {
    metric: "win_rate",
    question: "Two of the deals that we lost were never ours to win. Are they counted against us?",
  },
];

/** Two questions of a partner, of which one is answered, and one of staff about the program. The letters about them are not sent. */
async function seedIssues(tx: Tx, owner: Somebody, quarter: { from: string; to: string }): Promise<void> {
  const [asker] = await tx.execute<Somebody & { partnerId: string }>(sql`
    select pe.id as "personId", pe.name, p.id as "partnerId" from people pe join partners p on p.id = pe.partner_id
    where p.name = ${partnerCast.northwind} and pe.role = 'partner_admin' and pe.access = 'active' order by pe.name limit 1`);
  if (!asker) return;
  const moment = { now: new Date(), portalUrl: "https://portal.example" };
  const query = `?from=${quarter.from}&to=${quarter.to}`;
  const staff = { kind: "staff", role: "program_owner", ...owner } as Viewer;
  const partner = { kind: "partner", role: "partner_admin", partnerName: partnerCast.northwind, ...asker } as Viewer;
  const as = (person: Somebody) => tx.execute(sql`select set_config('app.person_id', ${person.personId}, true)`);
  await as(asker);
  const ids: string[] = [];
  for (const asking of askings)
    ids.push((await openIssue(tx, partner, askForm.parse({ ...asking, query }), moment)).id);
  const finance = await staffOf(tx, "finance");
  await as(finance);
  const asks = { metric: "portal_adoption", query, question: "Half of the partners who train never sign in?" };
  const own = await openIssue(tx, { ...staff, role: "finance", ...finance } as Viewer, askForm.parse(asks), moment);
  await as(owner);
  await takeIssue(tx, staff, owner, own.id);
  const says =
    "All deals that you sourced and that were accepted count, whoever the customer chose. Both were accepted in spring.";
  await answerIssue(tx, staff, answerForm.parse({ issueId: ids[1], answer: "declined", text: says }), moment);
  await tx.execute(sql`delete from mail_outbox`);
  await tx.execute(sql`select set_config('app.person_id', '', true)`);
}

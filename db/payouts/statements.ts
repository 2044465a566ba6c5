import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import { type Tx, withViewer } from "@/db/client";
import { whose } from "@/db/incentives/queries";
import { lineOf } from "@/db/incentives/statement";
import { tellOwner } from "@/db/issues/letters";
import { dataIssues } from "@/db/issues/schema";
import { earnings, incentivePlans, statements } from "@/db/ledger/schema";
import { partners } from "@/db/partners/schema";
import { scope } from "@/db/scope";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { type StatementAddress, statementHref } from "@/lib/incentives/address";
import { formatMinor, monthName } from "@/lib/incentives/words";
import type { Evidence } from "@/lib/issues/evidence";
import { waiting } from "@/lib/issues/states";
import { isId } from "@/lib/lists/parameters";
import { statementConfirmations, statementQuestions } from "./schema";

type Which = Pick<StatementAddress, "partner" | "month" | "currency">;
type Done = { audit: AuditEntry };

/** What is known of a statement beside its lines: since when it is closed, until when it may be answered, what was said of it. */
export async function readStanding(viewer: Viewer, { partner, month, currency }: Which) {
  const partnerId = whose(partner, viewer);
  return withViewer(viewer, async (tx) => {
    const [[row], questions] = await Promise.all([
      tx
        .select({
          closedOn: sql<string | null>`program_day(month_closed_at(${statements.month}))::text`,
          answerBy: sql<
            string | null
          >`(program_day(month_closed_at(${statements.month})) + (select statement_days from settings))::text`,
          confirmed: sql<boolean>`${statementConfirmations.statementId} is not null`,
        })
        .from(statements)
        .leftJoin(
          statementConfirmations,
          and(eq(statementConfirmations.statementId, statements.id), scope(viewer, statementConfirmations)),
        )
        .where(
          and(
            eq(statements.partnerId, partnerId),
            eq(statements.month, month),
            eq(statements.currency, currency),
            scope(viewer, statements),
          ),
        )
        .limit(1),
      tx
        .select({
          id: dataIssues.id,
          number: dataIssues.number,
          status: dataIssues.status,
          earningId: statementQuestions.earningId,
        })
        .from(statementQuestions)
        .innerJoin(dataIssues, and(eq(dataIssues.id, statementQuestions.issueId), scope(viewer, dataIssues)))
        .where(
          and(
            eq(statementQuestions.partnerId, partnerId),
            eq(statementQuestions.month, month),
            eq(statementQuestions.currency, currency),
            scope(viewer, statementQuestions),
          ),
        )
        .limit(200),
    ]);
    const open = questions.filter(({ status }) => (waiting as readonly string[]).includes(status)).length;
    return { ...(row ?? { closedOn: null, answerBy: null, confirmed: false }), questions: open, asked: questions };
  });
}

/** The partner's word that a closed statement is right. Throws NotFound, and Refused twice or while a question waits. */
export async function confirmStatement(
  tx: Tx,
  viewer: PartnerViewer,
  { month, currency }: Omit<Which, "partner">,
): Promise<Done> {
  const [statement] = await tx
    .select({ id: statements.id })
    .from(statements)
    .where(
      and(
        eq(statements.month, month),
        eq(statements.currency, currency),
        eq(statements.partnerId, viewer.partnerId),
        scope(viewer, statements),
      ),
    )
    .limit(1);
  if (!statement) throw new NotFound("This statement");
  const open = await tx
    .select({ id: dataIssues.id })
    .from(statementQuestions)
    .innerJoin(dataIssues, eq(dataIssues.id, statementQuestions.issueId))
    .where(
      and(
        eq(statementQuestions.month, month),
        eq(statementQuestions.currency, currency),
        scope(viewer, statementQuestions),
        scope(viewer, dataIssues),
        inArray(dataIssues.status, [...waiting]),
      ),
    )
    .limit(1);
  if (open.length > 0) throw new Refused("A question about this statement waits for its answer");
  const made = await tx.execute(
    sql`insert into statement_confirmations (statement_id, partner_id) values (${statement.id}, ${viewer.partnerId}) on conflict do nothing returning statement_id`,
  );
  if (made.length === 0) throw new Refused("This statement is confirmed already");
  const name = `the statement of ${monthName(month)} in ${currency}`;
  return {
    audit: {
      action: "statement.confirmed",
      subject: { type: "statement", id: statement.id, name },
      partnerId: viewer.partnerId,
    },
  };
}

/** A line with what it corrects, what corrects it, and how it was paid. Throws NotFound. */
export async function readLine(viewer: Viewer, earningId: string) {
  if (!isId(earningId)) throw new NotFound("This line");
  return withViewer(viewer, async (tx) => {
    const [row] = await tx
      .select({
        ...lineOf,
        partnerId: earnings.partnerId,
        partner: partners.name,
        month: earnings.statementMonth,
        correctsId: earnings.correctsId,
        payoutId: earnings.payoutId,
      })
      .from(earnings)
      .innerJoin(incentivePlans, eq(incentivePlans.id, earnings.planId))
      .innerJoin(partners, and(eq(partners.id, earnings.partnerId), scope(viewer, partners)))
      .where(and(eq(earnings.id, earningId), scope(viewer, earnings)))
      .limit(1);
    if (!row) throw new NotFound("This line");
    const [around, questions] = await Promise.all([
      tx
        .select({ ...lineOf, month: earnings.statementMonth })
        .from(earnings)
        .innerJoin(incentivePlans, eq(incentivePlans.id, earnings.planId))
        .where(
          and(
            eq(earnings.partnerId, row.partnerId),
            scope(viewer, earnings),
            row.correctsId
              ? sql`(${earnings.correctsId} = ${earningId} or ${earnings.id} = ${row.correctsId})`
              : eq(earnings.correctsId, earningId),
          ),
        )
        .orderBy(earnings.createdAt)
        .limit(20),
      tx
        .select({ id: dataIssues.id, number: dataIssues.number, status: dataIssues.status })
        .from(statementQuestions)
        .innerJoin(dataIssues, and(eq(dataIssues.id, statementQuestions.issueId), scope(viewer, dataIssues)))
        .where(and(eq(statementQuestions.earningId, earningId), scope(viewer, statementQuestions)))
        .limit(20),
    ]);
    return { row, around, questions };
  });
}

/** A partner's question about a line of a statement: kept as the line is, given to somebody to answer. Throws NotFound and Refused. */
export async function questionLine(
  tx: Tx,
  viewer: PartnerViewer,
  { earningId, question }: { earningId: string; question: string },
  { now, portalUrl }: { now: Date; portalUrl: string },
): Promise<Done & { id: string }> {
  const { row, questions } = await readLine(viewer, earningId);
  if (questions.some(({ status }) => (waiting as readonly string[]).includes(status)))
    throw new Refused("A question about this line waits for its answer already");
  const href = `/incentives/lines/${earningId}`;
  const evidence: Evidence = {
    shown: formatMinor(row.amountMinor, row.currency),
    numerator: row.amountMinor.toString(),
    denominator: null,
    currency: row.currency,
    period: `${monthName(row.month)}, ${row.currency}`,
    filters: [],
    parts: [],
    about: { ref: "earning", refId: earningId, name: `${row.what}: ${row.says}`, href },
  };
  const query = statementHref({ month: row.month, currency: row.currency });
  // The columns by name: a partner may write no others.
  const [made] = await tx.execute<{ id: string; number: number; ownerId: string | null }>(sql`
    insert into data_issues (metric, partner_id, shared, period_from, period_to, query, version, as_of, value, evidence, question, due_on)
    select 'Statement', ${viewer.partnerId}::uuid, true, ${row.month}::date, (${row.month}::date + interval '1 month')::date, ${query}, 1, ${now.toISOString()}::timestamptz, ${row.amountMinor.toString()},
      ${JSON.stringify(evidence)}::jsonb, ${question}, program_day(${now.toISOString()}::timestamptz) + issue_days from settings returning id, number::int, owner_id as "ownerId"`);
  if (!made) throw new Error("The question was not written");
  await tx.execute(sql`insert into data_issue_events (issue_id, kind, text) values (${made.id}, 'opened', null)`);
  await tx.execute(
    sql`insert into statement_questions (issue_id, partner_id, month, currency, earning_id) values (${made.id}, ${viewer.partnerId}, ${row.month}::date, ${row.currency}, ${earningId})`,
  );
  const issue = { ...made, metric: "Statement", period: evidence.period };
  await tellOwner(tx, made.ownerId, issue, { said: `${viewer.name} asks`, text: question }, portalUrl);
  const subject = { type: "data_issue", id: made.id, name: `#${made.number} about ${row.what}` };
  return {
    id: made.id,
    audit: {
      action: "statement.questioned",
      subject,
      partnerId: viewer.partnerId,
      after: { line: row.what, amount: evidence.shown, question },
    },
  };
}

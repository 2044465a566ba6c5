import { and, eq, ne, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Viewer } from "@/lib/access/viewer";
import { alertWalls } from "./alerts/walls";
import { announcedTo } from "./announcements/reach";
import { announcementReads, announcements } from "./announcements/schema";
import { auditEntries } from "./audit/schema";
import {
  accounts,
  activities,
  dealLines,
  dealPartners,
  dealPeople,
  dealShares,
  deals,
  dealVersions,
  partnerDeals,
  products,
} from "./deals/schema";
import { certifications, engagements, trainingAssignments } from "./enablement/schema";
import { files } from "./files/schema";
import { fundWalls } from "./funds/walls";
import { fundedDeals, incentiveGrants, incentiveUses } from "./grants/schema";
import { installs, integrations, uptimeDays } from "./integrations/schema";
import { dataIssueEvents, dataIssues } from "./issues/schema";
import { leadNotes, leadOffers, leads } from "./leads/schema";
import { earnings, incentivePlans, ledgerAccounts, statements } from "./ledger/schema";
import {
  metricAnswers,
  metricChanges,
  metricCohorts,
  metricDirty,
  metricMonth,
  metricVersions,
} from "./metrics/schema";
import { partnerFamilies, partners, partnerVersions } from "./partners/schema";
import { payoutWalls } from "./payouts/walls";
import { people, visits } from "./people/schema";
import { closedFigures, closedPeriods, closedRows, periodRevisions } from "./periods/schema";
import { fxRates, settings, stages, tiers } from "./program/schema";
import { partnerContracts, partnerTasks } from "./record/schema";
import { registrationEvents, registrationExtensions, registrationLines, registrations } from "./registrations/schema";
import { reportRuns, reportSchedules } from "./reports/schema";
import { channelCosts, revenueLines, subscriptions, targets } from "./revenue/schema";
import { satisfactionAnswers, supportTickets } from "./satisfaction/schema";
import { scorecardWalls } from "./scorecards/walls";
import { tierCriteria, tierMoveEvents, tierMoves, tierValues } from "./tiers/schema";
import { listChoices, savedViews } from "./views/schema";
import { webhookDeliveries, webhookEndpoints } from "./webhooks/schema";

/**
 * A table that partner people may read: which rows are a partner's own, of these perhaps the person's alone, and which
 * columns are for staff only.
 */
export type Wall = { table: PgTable; own: (partnerId: SQL, personId: SQL) => SQL; hidden?: string[] };

const everyRow = () => sql`true`;
const throughRegistration = (column: SQL) => (partnerId: SQL) =>
  sql`exists (select 1 from registrations own where own.id = ${column} and own.partner_id = ${partnerId})`;
const throughDeal = (column: SQL) => (partnerId: SQL) =>
  sql`exists (select 1 from deal_partners own where own.deal_id = ${column} and own.partner_id = ${partnerId})`;
const madeIn = (partnerId: SQL, maker: PgColumn) =>
  sql`exists (select 1 from people maker where maker.id = ${maker} and maker.partner_id = ${partnerId})`;

/**
 * Which rows a partner may see: the only place. Both walls are made from it, the predicate of every scoped query and the
 * row-level policy of the database. A table that is not listed is closed to partners.
 */
export const walls: readonly Wall[] = [
  {
    table: partners,
    own: (p) => eq(partners.id, p),
    hidden: ["importance", "profile", "lead_weight", "lead_capacity", "yearly_cost_e4"],
  },
  { table: partnerVersions, own: (p) => eq(partnerVersions.partnerId, p), hidden: ["importance"] },
  {
    table: people,
    own: (p) =>
      or(eq(people.partnerId, p), sql`${people.id} = (select manager_id from partners where id = ${p})`) as SQL,
  },
  {
    table: deals,
    own: throughDeal(sql`${deals.id}`),
    hidden: ["partner_id", "next_step", "next_step_on", "close_reason"],
  },
  { table: dealVersions, own: throughDeal(sql`${dealVersions.dealId}`) },
  { table: dealPartners, own: (p) => eq(dealPartners.partnerId, p) },
  { table: partnerDeals, own: (p) => eq(partnerDeals.partnerId, p) },
  { table: dealLines, own: throughDeal(sql`${dealLines.dealId}`) },
  {
    table: accounts,
    own: (p) =>
      sql`exists (select 1 from deals d join deal_partners own on own.deal_id = d.id where d.account_id = ${accounts.id} and own.partner_id = ${p})`,
  },
  // Its own share alone: who else has one, and how much, is between them and the program.
  { table: dealShares, own: (p) => eq(dealShares.partnerId, p) },
  { table: dealPeople, own: (p) => eq(dealPeople.partnerId, p) },
  { table: registrations, own: (p) => eq(registrations.partnerId, p) },
  { table: registrationLines, own: throughRegistration(sql`${registrationLines.registrationId}`) },
  {
    table: registrationEvents,
    own: (p) =>
      and(
        sql`not ${registrationEvents.internal}`,
        throughRegistration(sql`${registrationEvents.registrationId}`)(p),
      ) as SQL,
    hidden: ["told_at"],
  },
  { table: registrationExtensions, own: throughRegistration(sql`${registrationExtensions.registrationId}`) },
  { table: files, own: (p) => eq(files.partnerId, p) },
  // A lead is a partner's while it holds it; what it was offered stays to be seen.
  {
    table: leads,
    own: (p) => eq(leads.partnerId, p),
    // Whom to call is read by `lead_contact`, once the partner accepted.
    hidden: ["created_by_id", "contact_name", "contact_email", "contact_phone"],
  },
  { table: leadOffers, own: (p) => eq(leadOffers.partnerId, p), hidden: ["score", "reasons", "offered_by_id"] },
  { table: leadNotes, own: (p) => eq(leadNotes.partnerId, p) },
  // What staff note about a partner is for staff alone.
  {
    table: activities,
    own: (p) =>
      and(eq(activities.partnerId, p), ne(activities.kind, sql`'note'`), sql`not ${activities.internal}`) as SQL,
  },
  {
    table: partnerTasks,
    own: (p) => and(eq(partnerTasks.partnerId, p), sql`not ${partnerTasks.internal}`) as SQL,
    hidden: ["created_by_id"],
  },
  { table: partnerContracts, own: (p) => eq(partnerContracts.partnerId, p), hidden: ["note", "created_by_id"] },
  {
    table: announcements,
    own: announcedTo,
    hidden: ["published_by_id"],
  },
  { table: announcementReads, own: (p) => eq(announcementReads.partnerId, p) },
  { table: revenueLines, own: (p) => eq(revenueLines.partnerId, p) },
  { table: subscriptions, own: (p) => eq(subscriptions.partnerId, p) },
  { table: channelCosts, own: (p) => eq(channelCosts.partnerId, p) },
  { table: certifications, own: (p) => eq(certifications.partnerId, p) },
  { table: trainingAssignments, own: (p) => eq(trainingAssignments.partnerId, p) },
  // On how many days its people came: not who.
  { table: visits, own: (p) => eq(visits.partnerId, p), hidden: ["person_id", "pages"] },
  { table: targets, own: (p) => eq(targets.partnerId, p) },
  { table: partnerFamilies, own: (p) => eq(partnerFamilies.partnerId, p) },
  { table: incentiveGrants, own: (p) => eq(incentiveGrants.partnerId, p) },
  { table: incentiveUses, own: (p) => eq(incentiveUses.partnerId, p) },
  { table: fundedDeals, own: (p) => eq(fundedDeals.partnerId, p) },
  // Who of its people said what, and what customers said, is the program's to know: a partner reads the scores.
  {
    table: satisfactionAnswers,
    own: (p) => eq(satisfactionAnswers.partnerId, p),
    hidden: ["person_id", "account_id", "comment"],
  },
  { table: supportTickets, own: (p) => eq(supportTickets.partnerId, p) },
  { table: integrations, own: (p) => eq(integrations.partnerId, p) },
  { table: installs, own: (p) => eq(installs.partnerId, p) },
  { table: uptimeDays, own: (p) => eq(uptimeDays.partnerId, p) },
  { table: engagements, own: (p) => eq(engagements.partnerId, p) },
  // Of the log, a partner reads who of the program's staff looked at the portal as its people do.
  {
    table: auditEntries,
    own: (p) =>
      and(
        eq(auditEntries.partnerId, p),
        sql`${auditEntries.action} in ('partner.viewed_as', 'partner.view_as_ended')`,
      ) as SQL,
    hidden: ["before", "after"],
  },
  ...scorecardWalls,
  { table: metricMonth, own: (p) => eq(metricMonth.partnerId, p) },
  { table: metricDirty, own: (p) => eq(metricDirty.partnerId, p) },
  // The cohort that it stood in itself at the end of the period: how many, and their quartiles.
  {
    table: metricCohorts,
    own: (p) =>
      sql`exists (select 1 from partner_versions own where own.partner_id = ${p} and own.type = ${metricCohorts.type} and coalesce(own.tier, '') = ${metricCohorts.tier}
        and own.valid_from < ${metricCohorts.toOn} and (own.valid_to is null or own.valid_to >= ${metricCohorts.toOn}))`,
  },
  { table: metricAnswers, own: (p) => eq(metricAnswers.partnerId, p) },
  // A change that concerns everyone names no partner.
  { table: metricChanges, own: (p) => sql`${p} is not null and coalesce(${metricChanges.partnerId}, ${p}) = ${p}` },
  // What a colleague keeps for themselves is theirs alone.
  {
    table: savedViews,
    own: (p, me) =>
      sql`(${savedViews.personId} = ${me} or ${savedViews.sharing} = 'shared') and ${madeIn(p, savedViews.personId)}`,
  },
  {
    table: listChoices,
    own: (p, me) => sql`${listChoices.personId} = ${me} and ${madeIn(p, listChoices.personId)}`,
  },
  // A change of tier is told to the partner once it is decided; what is only proposed is for staff.
  {
    table: tierMoves,
    own: (p) =>
      and(
        eq(tierMoves.partnerId, p),
        sql`${tierMoves.status} not in ('proposed', 'declined', 'replaced') and ${tierMoves.effectiveOn} is not null`,
      ) as SQL,
    hidden: ["approved_by_id", "answered_by_id", "unrated"],
  },
  {
    table: tierMoveEvents,
    own: (p) =>
      sql`${tierMoveEvents.kind} <> 'proposed' and exists (select 1 from tier_moves own where own.id = ${tierMoveEvents.moveId} and own.partner_id = ${p}
        and own.status not in ('proposed', 'declined', 'replaced'))`,
    hidden: ["told_at"],
  },
  { table: tierValues, own: (p) => eq(tierValues.partnerId, p), hidden: ["person_id"] },
  { table: tierCriteria, own: everyRow },
  // Questions about its figures that it asked, or that staff share with it; what staff say among themselves is theirs.
  { table: dataIssues, own: (p) => and(eq(dataIssues.partnerId, p), eq(dataIssues.shared, sql`true`)) as SQL },
  {
    table: dataIssueEvents,
    own: (p) =>
      sql`not ${dataIssueEvents.internal} and exists (select 1 from data_issues own where own.id = ${dataIssueEvents.issueId} and own.partner_id = ${p} and own.shared)`,
    hidden: ["audit_id"],
  },
  // What a figure means is everybody's once it counts; who proposed what is between staff.
  {
    table: metricVersions,
    own: (p) => sql`case when ${p} is null then false else ${metricVersions.status} = 'approved' end`,
    hidden: ["proposed_by_id", "decided_by_id", "decision_note"],
  },
  { table: closedPeriods, own: everyRow },
  {
    table: periodRevisions,
    own: (p) => sql`case when ${p} is null then false else ${periodRevisions.status} = 'accepted' end`,
    hidden: ["why", "proposed_by_id", "decided_by_id"],
  },
  { table: closedFigures, own: (p) => eq(closedFigures.partnerId, p) },
  { table: closedRows, own: (p) => eq(closedRows.partnerId, p) },
  // What it earned and is owed. Of plans it reads those that paid it, not who is meant by them nor what they may cost.
  { table: earnings, own: (p) => eq(earnings.partnerId, p), hidden: ["approved_by_id"] },
  { table: ledgerAccounts, own: (p) => eq(ledgerAccounts.partnerId, p) },
  { table: statements, own: (p) => eq(statements.partnerId, p) },
  {
    table: incentivePlans,
    own: (p) =>
      sql`exists (select 1 from earnings own where own.plan_id = ${incentivePlans.id} and own.partner_id = ${p})`,
    hidden: ["config", "scope", "limits", "created_by_id", "proposed_by_id", "approved_by_id"],
  },
  // What a person has sent to them is theirs alone, also among colleagues.
  {
    table: reportSchedules,
    own: (p, me) => sql`${reportSchedules.personId} = ${me} and ${madeIn(p, reportSchedules.personId)}`,
  },
  { table: reportRuns, own: (p, me) => sql`${reportRuns.personId} = ${me} and ${madeIn(p, reportRuns.personId)}` },
  // Its own endpoints and what was sent there; a secret is read by nobody.
  { table: webhookEndpoints, own: (p) => eq(webhookEndpoints.partnerId, p), hidden: ["secret", "old_secret"] },
  { table: webhookDeliveries, own: (p) => eq(webhookDeliveries.partnerId, p) },
  ...payoutWalls,
  ...fundWalls,
  ...alertWalls,
  { table: products, own: everyRow },
  { table: stages, own: everyRow },
  { table: tiers, own: everyRow },
  { table: fxRates, own: everyRow },
  { table: settings, own: everyRow },
];

const byTable = new Map(walls.map((wall) => [wall.table, wall]));

/**
 * The first wall: the predicate that a query over `table` must carry for this viewer. Staff see every row.
 * Throws when the table is closed to partners.
 */
export function scope(viewer: Viewer, table: PgTable): SQL {
  if (viewer.kind === "staff") return sql`true`;
  const wall = byTable.get(table);
  if (!wall) throw new Error("This table is closed to partners: list it in db/scope.ts if it should not be");
  const me = viewer.viewedBy?.personId ?? viewer.personId;
  return sql`((${wall.own(sql`${viewer.partnerId}::uuid`, sql`${me}::uuid`)}) /* own rows */)`;
}

/** The partner of the transaction, as the second wall's policies read it. */
export const partnerOfTransaction = sql`(select nullif(current_setting('app.partner_id', true), '')::uuid)`;
/** The person of the transaction, likewise. */
export const personOfTransaction = sql`(select nullif(current_setting('app.person_id', true), '')::uuid)`;

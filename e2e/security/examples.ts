import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filled, root, sql } from "./attacker";

/** Ids for every parameter that a route may have, by its name, and words for those that take one. */
export type Examples = Record<string, string>;
type Planted = Examples & Record<(typeof keysOfPartner)[number], string>;

const keysOfPartner = [
  ...["partnerId", "dealId", "leadId", "registrationId", "reviewId", "personId", "fileId", "alertId", "requestId"],
  ...["claimId", "earningId", "issueId", "runId"],
] as const;

/** What begins with this was planted here. */
const mark = "EXAMPLE";

/**
 * One row of each kind that has a page of its own: the partner's where a partner has any, so that only the role decides.
 * What the example program lacks is planted; `uproot` takes it out. A report's file is the person's alone.
 */
export async function examplesOf(partnerId: string, personId: string): Promise<Planted> {
  const db = await sql();
  await plant(partnerId, personId);
  const [ids] = await db<Planted[]>`select ${partnerId} as "partnerId",
    (select deal_id::text from deal_partners where partner_id = ${partnerId} and role = 'sourcing' order by deal_id limit 1) as "dealId",
    (select id::text from leads where partner_id = ${partnerId} and status = 'offered' order by id limit 1) as "leadId",
    (select id::text from registrations where partner_id = ${partnerId} and customer_name = ${mark}) as "registrationId",
    (select id::text from registrations where partner_id = ${partnerId} and status = 'approved' order by id limit 1) as "approvedId",
    (select id::text from scorecard_reviews where partner_id = ${partnerId} order by state = 'closed' desc, number limit 1) as "reviewId",
    (select id::text from people where partner_id = ${partnerId} and access = 'active' order by id limit 1) as "personId",
    (select id::text from files where partner_id = ${partnerId} and name = ${`${mark}.txt`} limit 1) as "fileId",
    (select id::text from alerts where partner_id = ${partnerId} and name = ${mark} and shared limit 1) as "alertId",
    (select request_id::text from fund_claims where partner_id = ${partnerId} and what = ${mark} limit 1) as "requestId",
    (select id::text from fund_claims where partner_id = ${partnerId} order by status <> 'draft' desc, what = ${mark} desc, id limit 1) as "claimId",
    (select id::text from earnings where partner_id = ${partnerId} order by event_on, id limit 1) as "earningId",
    (select id::text from data_issues where partner_id = ${partnerId} and question = ${mark} limit 1) as "issueId",
    (select r.id::text from report_runs r where r.person_id = ${personId} and r.said = ${mark} limit 1) as "runId",
    (select id::text from announcements where withdrawn_at is null order by id limit 1) as "announcementId",
    (select id::text from applications where state = 'submitted' order by id limit 1) as "applicationId",
    (select id::text from fund_budgets order by id limit 1) as "budgetId",
    (select id::text from incentive_plans where status = 'draft' order by id limit 1) as "planId",
    (select id::text from payout_batches where approved_at is not null order by number limit 1) as "payoutBatchId",
    (select id::text from closed_periods order by id limit 1) as "periodId",
    (select id::text from tier_moves order by id limit 1) as "moveId",
    (select id::text from quality_findings where resolved_at is null order by id limit 1) as "findingId",
    (select id::text from duplicate_pairs where kind = 'account' and gone_at is null order by id limit 1) as "pairId",
    (select id::text from import_batches where source = ${mark} limit 1) as "batchId"`;
  const words = { rule: "protection_ending", tierKey: "gold", stageKey: "proposal", metric: "sourced_revenue" };
  return { ...(ids as Planted), ...words, report: "deals", source: "maven-crm", nextauth: "session" };
}

/** The path of a route with its example: a draft's page would lead to its form. */
export const pathOf = (route: string, ids: Examples): string =>
  filled(route, route.endsWith("[registrationId]") ? { ...ids, registrationId: ids.approvedId as string } : ids);

/** The ids among the examples that belong to the partner, with the kind that a route calls them by. */
export const ownIds = (examples: Planted): { id: string; kind: string }[] =>
  keysOfPartner.flatMap((key) => (examples[key] ? [{ id: examples[key], kind: key.replace(/Id$/, "") }] : []));

async function plant(partnerId: string, personId: string): Promise<void> {
  const db = await sql();
  const [there] = await db`select 1 from registrations where partner_id = ${partnerId} and customer_name = ${mark}`;
  if (!there) {
    await db`insert into registrations (partner_id, status, customer_name, keys, currency) values (${partnerId}, 'draft', ${mark}, '{}', 'USD')`;
    await db`insert into files (deal_id, partner_id, name, type, size, sha256, content)
      select deal_id, ${partnerId}, ${`${mark}.txt`}, 'text/plain', 1, 'x', 'x' from deal_partners where partner_id = ${partnerId} and role = 'sourcing' order by deal_id limit 1`;
    await db`insert into alerts (rule, subject_type, subject_id, partner_id, name, shared, severity, figures, roles, ended_at)
      values ('protection_ending', 'registration', gen_random_uuid(), ${partnerId}, ${mark}, true, 2, '{}', '{program_owner}', now())`;
    await db`insert into fund_claims (request_id, partner_id, amount_minor, what)
      select id, partner_id, 1, ${mark} from fund_requests where partner_id = ${partnerId} and status = 'approved' order by id limit 1`;
    await db`insert into data_issues (metric, partner_id, shared, period_from, period_to, query, version, as_of, value, evidence, question, due_on)
      select metric, ${partnerId}, true, period_from, period_to, '', version, as_of, value, jsonb_build_object('shown', '1', 'numerator', '1', 'denominator', null,
        'currency', null, 'period', 'a quarter', 'filters', '[]'::jsonb, 'parts', '[]'::jsonb, 'about', null), ${mark}, due_on from data_issues where metric <> 'Statement' limit 1`;
    const mapping = readFileSync(join(root, "lib/imports/sources/maven-crm.json"), "utf8");
    await db`insert into import_batches (source, mapping, status) values (${mark}, ${mapping}::text::jsonb, 'checked')`;
  }
  const [schedule] = await db`insert into report_schedules (person_id, subject, format, query, cron, time_zone, next_at)
    values (${personId}, 'deals', 'csv', '', '0 7 * * 1', 'UTC', now() + interval '1 year') returning id`;
  await db`insert into report_runs (schedule_id, person_id, slot, status, said, content, done_at, expires_at)
    values (${schedule?.id}, ${personId}, now(), 'sent', ${mark}, 'x', now(), now() + interval '1 day')`;
}

/** Takes out what was planted; what belongs to invented people goes with them. */
export async function uproot(): Promise<void> {
  const db = await sql();
  await db`delete from registrations where customer_name = ${mark}`;
  await db`delete from files where name = ${`${mark}.txt`}`;
  await db`delete from alerts where name = ${mark}`;
  await db`delete from fund_claims where what = ${mark}`;
  await db`delete from data_issues where question = ${mark}`;
  await db`delete from import_batches where source = ${mark}`;
}

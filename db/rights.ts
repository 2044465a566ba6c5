import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { partnerOfTransaction, personOfTransaction } from "./scope";

/** What the sign-in role may touch, beside nothing. */
export const authRights: Record<string, string> = {
  people: "select, insert, update",
  partners: "select (id, name, status, merged_into_id)",
  staff_identities: "select, insert, update, delete",
  sessions: "select, insert, update, delete",
  one_time_tokens: "select, insert, update, delete",
  visits: "select, insert",
  mail_outbox: "select, insert, update",
  settings: "select",
  audit_entries: "insert",
  // What somebody who is not signed in writes is not read by them again.
  applications:
    "insert (id, company, domain, country, type, contact_name, contact_email, contact_title, sells, expects)",
};

/** What staff may not do freely, empty for nothing: everything else is theirs to read and write. */
export const staffRights: Record<string, string> = {
  customer_blocks: "select",
  audit_entries: "select, insert",
  audit_chain: "select",
  tier_evaluations: "select, insert",
  tier_snapshots: "select, insert",
  sessions:
    "select (id, person_id, via, user_agent, created_at, last_seen_at, expires_at, view_as_partner_id, view_as_until), update (view_as_partner_id, view_as_until), delete",
  // A link about an application is made in the name of staff: they write its hash, and read none.
  one_time_tokens:
    "select (id, person_id, application_id), insert (purpose, token_hash, application_id, expires_at), delete",
  staff_identities: "select",
  mail_outbox: "insert",
  attempts: "",
  applications: "select, update (state, decided_at, decided_by_id, due_at, partner_id)",
  application_events: "select, insert",
  announcements: "select, insert, update (pinned, expires_on, withdrawn_at)",
  announcement_reads: "select, update (partner_id)",
  // What was asked, and the figure as it was then, are never changed; nor is a closed figure.
  data_issues:
    "select, insert, update (status, partner_id, shared, owner_id, due_on, answer, value_after, answered_at, answered_by_id, resolved_at)",
  data_issue_events: "select, insert",
  entered_facts: "select, insert, update (taken_back_at, taken_back_by_id, why)",
  closed_periods: "select, insert",
  closed_figures: "select, insert",
  closed_rows: "select, insert",
  ledger_transactions: "select, insert",
  ledger_entries: "select, insert",
  ledger_accounts: "select, insert",
  statements: "select, insert",
  closed_months: "select, insert",
  earnings: "select, insert, update (status, approval_id, approved_at, approved_by_id, payout_id)",
  incentive_dirty: "select, insert",
  // The queue is written by `enqueue_job` and the worker; a dead letter may be put back.
  jobs: "select, update (status, run_at, tried, error)",
  job_slots: "select",
  job_workers: "select",
  job_looks: "select",
  job_runs: "select",
  job_effects: "",
  webhook_endpoints:
    "select (id, partner_id, url, kinds, status, old_until, created_at), insert, update (url, kinds, status), delete",
  webhook_events: "",
  report_runs: "select, insert (schedule_id, person_id, slot)",
  webhook_deliveries: "select, update (status, tried, next_at)",
  // Where partners are paid to is sealed, and reached by `payout_accounts` alone.
  payout_details:
    "select (id, partner_id, kind, form, country, last4, created_by_id, created_at, held_until, ended_at)",
  payout_batches:
    "select, insert, update (status, approved_minor, approved_under, approved_by_id, approved_at, sent_by_id, sent_at, file_sha256, file_sum_minor)",
  payouts: "select, insert, update (status, reason, settled_at, settled_by_id)",
  statement_confirmations: "select",
  statement_questions: "select, insert",
  money_requests: "select, insert, update (answer)",
  fund_moves: "select, insert",
  fund_events: "select, insert",
  // Raised and ended by the evaluation; people work on them.
  alerts: "select, update (owner_id, assigned_at, snoozed_until, resolved_at, resolved_by_id, outcome, note)",
  alert_events: "select, insert",
  alert_rule_choices: "select, insert, update (active, thresholds, to_manager, roles, severity)",
  digests: "select",
  page_views: "select",
  // Found and counted by the check; people accept a finding, which takes it out of the counts, and tell pairs apart.
  quality_findings: "select, update (accepted_at, accepted_by_id, accepted_why)",
  quality_counts: "select, update (failed)",
  quality_days: "select, update (failed)",
  quality_partner_days: "select, insert, update",
  duplicate_pairs: "select, update (gone_at, dismissed_at, dismissed_by_id, dismissed_why)",
  record_merges: "select, insert, update (undone_at, undone_by_id)",
  import_fixes: "select, insert, delete",
};

/** What of the books only grows, and an earning but for its state, is not changed by background work either. */
export const workerRights: Record<string, string> = {
  fund_moves: "select, insert",
  ledger_transactions: "select, insert",
  ledger_entries: "select, insert",
  ledger_accounts: "select, insert",
  statements: "select, insert",
  closed_months: "select, insert",
  earnings: "select, insert, update (status, approval_id, approved_at, approved_by_id, payout_id)",
  payout_batches:
    "select, insert, update (status, approved_minor, approved_under, approved_by_id, approved_at, sent_by_id, sent_at, file_sha256, file_sum_minor)",
  payouts: "select, insert, update (status, reason, settled_at, settled_by_id)",
  statement_confirmations: "select",
  statement_questions: "select, insert",
};

export const ownPartner = `partner_id = ${text(partnerOfTransaction)}`;
const madeHere = `exists (select 1 from people maker where maker.id = person_id and maker.${ownPartner})`;
const ownPerson = `person_id = ${text(personOfTransaction)}`;
const mine = `${ownPerson} and ${madeHere}`;

/** Which rows somebody may touch, and what the rows that they write must be. */
export type Rows = { using: string; check: string };

/** Of what staff keep for themselves, each has their own; a list that is shared belongs to all of them. */
export const staffRows: Record<string, string> = {
  saved_views: `${ownPerson} or (sharing <> 'own' and exists (select 1 from people maker where maker.id = person_id and maker.partner_id is null))`,
  list_choices: ownPerson,
  report_schedules: ownPerson,
  report_runs: ownPerson,
  digest_choices: ownPerson,
};

const ofOwnRegistration = (statuses: string) =>
  `exists (select 1 from registrations own where own.id = registration_id and own.${ownPartner} and own.status in (${statuses}))`;
const openRegistration = "'draft', 'submitted', 'waiting', 'returned', 'approved'";
const registrationFields = `customer_name, domain, country, contact_name, contact_email, contact_title, need, involvement,
  expected_close_on, amount_e4, currency`;

const requestFields =
  "title, activity, starts_on, ends_on, plan, expected_leads, expected_pipeline_minor, requested_minor, allocation_id";
const ofOwnFunds = (statuses: string, table: string, column: string) =>
  `exists (select 1 from ${table} own where own.id = ${column} and own.${ownPartner} and own.status in (${statuses}))`;

const ofOwnDeal = (table: string) =>
  `exists (select 1 from deal_partners own where own.deal_id = ${table}.deal_id and own.${ownPartner})`;

/** What partner people may write of their own company, and of which rows when not of all. */
export const partnerWrites: Record<string, { rights: string; rows?: Rows | string }> = {
  people: {
    rights:
      "insert, update (name, title, phone, part, reviewed_on, role, access, disabled_at, invited_at, invited_by_id, updated_at)",
  },
  metric_answers: { rights: "insert, update" },
  saved_views: {
    rights: "insert (list, name, query, columns, person_id, sharing), update (name, query, columns, sharing), delete",
    // A view that is shared may be taken away, so that it does not outlive who made it; it is changed by its maker alone.
    rows: {
      using: `(${ownPerson} or sharing = 'shared') and ${madeHere}`,
      check: mine,
    },
  },
  // On its own deals or of its own company, in the own name; what staff alone read is of another kind.
  activities: {
    rights: `insert (partner_id, deal_id, kind, subject, body, "on", person_id)`,
    rows: `${ownPartner} and ${ownPerson} and kind = 'comment' and not internal and (deal_id is null or ${ofOwnDeal("activities")})`,
  },
  // To its own record, its own registrations while they are open, and its own deals; who added it is the person of the transaction.
  files: {
    rights: "insert (registration_id, deal_id, fund_claim_id, about_id, partner_id, name, type, size, sha256, content)",
    rows: `${ownPartner} and (about_id = partner_id or ${ofOwnDeal("files")} or ${ofOwnRegistration(openRegistration)} or ${ofOwnFunds("'draft', 'returned'", "fund_claims", "fund_claim_id")})`,
  },
  // What becomes of a registration is decided by staff, and by `submit_registration` and `withdraw_registration`.
  registrations: {
    rights: `insert (partner_id, ${registrationFields}), update (${registrationFields}, updated_at)`,
    rows: `${ownPartner} and status in (${openRegistration})`,
  },
  registration_lines: { rights: "insert, update, delete", rows: ofOwnRegistration(openRegistration) },
  registration_events: {
    rights: "insert (registration_id, kind, text, changes)",
    rows: `not internal and ${ofOwnRegistration(openRegistration)}`,
  },
  registration_extensions: { rights: "insert (registration_id, until, reason)", rows: ofOwnRegistration("'approved'") },
  // Its own activities of a plan in force; who marks them is set by a trigger.
  plan_activities: {
    rights: "update (done_at)",
    rows: `${ownPartner} and side = 'partner' and exists (select 1 from joint_plans own where own.id = plan_id and own.state = 'agreed')`,
  },
  // What its own side owes; who marks it, and when, is set by a trigger.
  partner_tasks: { rights: "update (done_on)", rows: `${ownPartner} and side = 'partner' and not internal` },
  announcement_reads: {
    rights: "insert (announcement_id, person_id, partner_id)",
    rows: `${ownPartner} and ${ownPerson} and exists (select 1 from announcements a where a.id = announcement_id)`,
  },
  // Asks about its own figures, and closes or opens again what it asked; the answer is for staff to give.
  data_issues: {
    rights: `insert (metric, partner_id, shared, period_from, period_to, query, version, as_of, value, evidence, question, due_on),
      update (status, due_on, resolved_at)`,
    rows: {
      using: `${ownPartner} and shared`,
      check: `${ownPartner} and shared and status in ('open', 'closed')`,
    },
  },
  // Its own accounts and numbers: what was there before is ended by `replace_details`.
  payout_details: { rights: "insert (partner_id, kind, form, country, last4, sealed, key_id)" },
  statement_confirmations: {
    rights: "insert (statement_id, partner_id)",
    rows: `${ownPartner} and exists (select 1 from statements own where own.id = statement_id and own.${ownPartner})`,
  },
  statement_questions: {
    rights: "insert (issue_id, partner_id, month, currency, earning_id)",
    rows: `${ownPartner} and exists (select 1 from data_issues own where own.id = issue_id and own.${ownPartner})`,
  },
  data_issue_events: {
    rights: "insert (issue_id, kind, text)",
    rows: `not internal and kind in ('opened', 'said', 'reopened', 'closed') and exists (select 1 from data_issues own where own.id = issue_id and own.${ownPartner} and own.shared)`,
  },
  webhook_endpoints: { rights: "insert (id, partner_id, url, kinds, secret), update (url, kinds, status), delete" },
  report_schedules: {
    rights: "insert (person_id, subject, format, query, cron, time_zone, told_by, next_at), delete",
    rows: mine,
  },
  report_runs: {
    rights: "insert (schedule_id, person_id, slot)",
    rows: `${mine} and exists (select 1 from report_schedules own where own.id = schedule_id)`,
  },
  webhook_deliveries: { rights: "update (status, tried, next_at)" },
  // What it asks of its own allocations; which state follows which, and what may be edited in it, the database holds.
  fund_requests: {
    rights: `insert (partner_id, ${requestFields}), update (${requestFields}, status, amendment, updated_at)`,
    rows: {
      using: `${ownPartner} and status in ('draft', 'submitted', 'returned', 'approved', 'amended')`,
      check: `${ownPartner} and status in ('draft', 'submitted', 'returned', 'approved', 'amended', 'withdrawn', 'closed')
        and exists (select 1 from fund_allocations own where own.id = allocation_id and own.${ownPartner})`,
    },
  },
  fund_claims: {
    rights:
      "insert (request_id, partner_id, amount_minor, what, last), update (amount_minor, what, last, status, updated_at)",
    rows: {
      using: `${ownPartner} and status in ('draft', 'submitted', 'returned')`,
      check: `${ownPartner} and status in ('draft', 'submitted', 'returned', 'withdrawn')
        and ${ofOwnFunds("'approved'", "fund_requests", "request_id")}`,
    },
  },
  fund_request_deals: {
    rights: "insert (request_id, deal_id, partner_id), delete",
    rows: `${ownPartner} and ${ofOwnDeal("fund_request_deals")} and ${ofOwnFunds("'approved', 'amended', 'closed', 'expired'", "fund_requests", "request_id")}`,
  },
  list_choices: {
    rights: "insert, update (columns, density), delete",
    rows: { using: mine, check: mine },
  },
};

/** Tables that a partner may reach besides those of its own rows: its sessions, and what it writes. */
export const partnerExtras: Record<string, { rights: string; rows: string }> = {
  sessions: {
    rights: "select (id, person_id, via, user_agent, created_at, last_seen_at, expires_at), delete",
    rows: "person_id in (select id from people where partner_id = (select nullif(current_setting('app.partner_id', true), '')::uuid))",
  },
  mail_outbox: { rights: "insert", rows: "true" },
  digest_choices: {
    rights: "select, insert, update (rhythm, hour, weekday, time_zone, urgent)",
    rows: mine,
  },
};

/** What only grows, for the worker too. */
export const growing = new Set(["audit_entries", "audit_chain", "tier_evaluations", "tier_snapshots"]);

/** What partner people add to a table of which they read other rows. */
export const partnerInserts = new Set(["audit_entries"]);

/** A predicate without parameters as SQL text, for policies. */
export function text(predicate: SQL): string {
  const query = new PgDialect().sqlToQuery(predicate);
  if (query.params.length > 0) throw new Error("A policy cannot carry parameters");
  return query.sql;
}

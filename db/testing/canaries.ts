import type postgres from "postgres";
import type { PartnerViewer, Viewer } from "@/lib/access/viewer";

/** Two partners, each with rows in every table that carries a partner, and a deal that B sourced and A influences. */
export const cast = {
  a: "aaaaaaaa-0000-4000-8000-000000000001",
  b: "bbbbbbbb-0000-4000-8000-000000000001",
  shared: "cccccccc-0000-4000-8000-000000000001",
  manager: "dddddddd-0000-4000-8000-000000000001",
  evaluation: "cccccccc-0000-4000-8000-000000000070",
  period: "eeeeeeee-0000-4000-8000-000000000002",
};
const idOf = (letter: Letter, n: number) => `${letter.repeat(8)}-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** What nothing that A reads may contain: texts, ids and amounts of B, and what staff keep for themselves. */
export const forbidden = /CANARY-(B|STAFF)-[\w-]*|bbbbbbbb-0000-[\w-]*|77777777777|7,777,777|7777777\.7/i;

type Letter = "a" | "b";
type Row = Record<string, unknown>;

/** The rows that `cast` names. Every text of B's rows that no rule binds says `CANARY-B-<table>-<column>`. */
export async function plantCanaries(sql: postgres.Sql): Promise<void> {
  await sql`insert into people (id, kind, name, email, role, access) values (${cast.manager}, 'staff', 'The manager', 'manager@northstar.example', 'channel_manager', 'active')`;
  for (const letter of ["a", "b"] as const) {
    for (const [table, row] of rowsOf(letter)) await plant(sql, letter, table, row);
    await sql.begin((tx) => plantMoney(tx, letter));
    await sql.begin((tx) => plantPayouts(tx, letter));
  }
  for (const [table, row] of sharedRows()) await plant(sql, "b", table, row);
}

export const viewerA: PartnerViewer = {
  kind: "partner",
  role: "partner_admin",
  partnerId: cast.a,
  partnerName: "A",
  personId: idOf("a", 2),
  sessionId: idOf("a", 20),
  name: "Ann",
  email: "ann@a.example",
};

export const staffViewer: Viewer = {
  kind: "staff",
  role: "admin",
  personId: cast.manager,
  sessionId: "dddddddd-0000-4000-8000-000000000020",
  name: "The manager",
  email: "manager@northstar.example",
};

/** Today, for the rows and for those who ask about them. */
export const today = "2026-05-20";
const day = "2026-05-11";
const amounts = { a: 110_000n, b: 77_777_777_777n };

const cohort = {
  from_on: "2026-01-01",
  to_on: "2026-07-01",
  type: "reseller",
  tier: "gold",
  partners: 9,
  q1: "0.1",
  median: "0.2",
  q3: "0.3",
};

function rowsOf(letter: Letter): [table: string, row: Row][] {
  const id = (n: number) => idOf(letter, n);
  const [partner_id, person_id, account_id, deal_id, open_id] = [id(1), id(2), id(3), id(4), id(5)];
  const amount_e4 = amounts[letter];
  // Products are the program's: everybody reads all of them.
  const product_id = `cccccccc-0000-4000-8000-0000000000${letter}6`;
  const internal = { text: "CANARY-STAFF-registration_events-text", effect: null };
  const issue = {
    partner_id,
    metric: "sourced_revenue",
    status: "open",
    period_from: "2026-01-01",
    period_to: "2026-04-01",
    query: "?from=2026-01-01&to=2026-04-01",
    version: 1,
    as_of: day,
    evidence: JSON.stringify({ shown: mark(letter, "data_issues", "evidence"), parts: [], filters: [], about: null }),
    opened_by_id: person_id,
    owner_id: cast.manager,
    due_on: "2026-06-01",
    answer: null,
  };
  const closed = { period_id: cast.period, revision: 1 };
  const closing: [string, Row][] = [
    ["closed_periods", { id: cast.period, from_on: "2026-01-01", to_on: "2026-04-01" }],
  ];
  const accepted = { status: "accepted", revision: 1, why: "The quarter is over", decided_at: day };
  const role = letter === "a" ? "partner_admin" : "partner_member";
  return [
    [
      "partners",
      {
        id: partner_id,
        type: "reseller",
        tier: "gold",
        tier_since: day,
        status: "active",
        importance: "high",
        contract_status: "active",
        manager_id: cast.manager,
        profile: JSON.stringify({ note: "CANARY-STAFF-partners-profile" }),
        joined_on: "2020-01-01",
      },
    ],
    [
      "people",
      {
        id: person_id,
        kind: "partner",
        partner_id,
        email: `canary-${letter}-people-email@x.example`,
        part: "main",
        role,
        access: "active",
      },
    ],
    ["accounts", { id: account_id }],
    [
      "metric_answers",
      {
        key: `answer ${letter}`,
        partner_id,
        about_id: partner_id,
        asked_on: day,
        took_ms: 1,
        visits: false,
        seen: "1:1:",
      },
    ],
    ["metric_changes", { partner_id }],
    // Both stand in one cohort: how many they are with others, and their quartiles, is for both.
    ["metric_cohorts", { ...cohort, metric: letter === "a" ? "win_rate" : "sourced_revenue" }],
    [
      "products",
      {
        id: product_id,
        sku: `sku ${letter}`,
        name: `Product ${letter}`,
        family: "Family",
        line: "Line",
        currency: "USD",
      },
    ],
    [
      "deals",
      {
        id: deal_id,
        account_id,
        stage: "won",
        outcome: "won",
        closed_on: day,
        currency: "USD",
        amount_e4,
        partner_person_id: person_id,
        registered_on: "2026-04-01",
      },
    ],
    [
      "deals",
      {
        id: open_id,
        account_id,
        stage: "prospecting",
        outcome: "open",
        currency: "USD",
        amount_e4,
        partner_person_id: person_id,
      },
    ],
    ["deal_partners", { deal_id, partner_id, role: "sourcing" }],
    ["deal_partners", { deal_id: open_id, partner_id, role: "sourcing" }],
    ["deal_versions", { deal_id, valid_from: "2026-04-01", stage: "prospecting", amount_e4, currency: "USD" }],
    ["deal_versions", { deal_id, valid_from: day, stage: "won", amount_e4, currency: "USD" }],
    [
      "deal_versions",
      {
        deal_id: open_id,
        valid_from: "2026-04-01",
        stage: "prospecting",
        amount_e4,
        currency: "USD",
        expected_close_on: "2026-06-01",
      },
    ],
    ["deal_lines", { deal_id, line_no: 1, product_id, amount_e4, source_currency: "USD" }],
    [
      "registrations",
      {
        partner_id,
        deal_id,
        status: "approved",
        decision: "approved",
        currency: "USD",
        amount_e4,
        submitted_on: day,
        submitted_at: day,
        decided_on: day,
        submitted_by_id: person_id,
      },
    ],
    [
      "registrations",
      {
        id: id(7),
        partner_id,
        status: "returned",
        decision: null,
        involvement: "resell",
        currency: "USD",
        amount_e4,
        expected_close_on: "2026-09-01",
        submitted_on: day,
        submitted_at: day,
        due_at: "2026-06-01",
        submitted_by_id: person_id,
        created_by_id: person_id,
      },
    ],
    ["registration_lines", { registration_id: id(7), line_no: 1, product_id, amount_e4 }],
    ["registration_events", { registration_id: id(7), kind: "submitted", internal: false, person_id }],
    ["registration_events", { registration_id: id(7), kind: "note", internal: true, ...internal }],
    ["registration_extensions", { registration_id: id(7), until: "2026-12-01", status: "requested" }],
    ["registration_claims", { key: `n:canary-${letter}`, registration_id: id(7), product: "empty", since: day }],
    ["files", { id: id(9), partner_id, registration_id: id(7), size: 1, content: Buffer.from("x") }],
    ["deal_shares", { partner_id, deal_id, share_bp: 10_000, valid_from: day }],
    ["deal_people", { partner_id, deal_id, person_id }],
    ["leads", { id: id(8), partner_id, status: "accepted", currency: "USD", amount_e4, product_id }],
    [
      "lead_offers",
      { lead_id: id(8), partner_id, status: "accepted", answer_by: "2026-06-01", score: 1, reasons: "[]" },
    ],
    ["lead_notes", { lead_id: id(8), partner_id, rating: 3, person_id }],
    [
      "report_schedules",
      { id: id(61), person_id, cron: "0 7 * * 1", time_zone: "UTC", told_by: "mail", next_at: "2999-01-01" },
    ],
    [
      "report_runs",
      {
        id: id(62),
        schedule_id: id(61),
        person_id,
        slot: "2026-01-01",
        status: "sent",
        content: Buffer.from(mark(letter, "report_runs", "content")),
        expires_at: "2999-01-01",
      },
    ],
    ["webhook_endpoints", { id: id(60), partner_id, status: "active" }],
    ["webhook_deliveries", { endpoint_id: id(60), partner_id, event_id: 1, status: "dead" }],
    ["activities", { partner_id, deal_id, on: day, person_id }],
    [
      "revenue_lines",
      { partner_id, account_id, deal_id, product_id, kind: "renewal", amount_e4, currency: "USD", invoiced_on: day },
    ],
    ["revenue_lines", { partner_id, account_id, kind: "upsell", amount_e4, currency: "USD", invoiced_on: day }],
    ["subscriptions", { partner_id, account_id, product_id, started_on: "2025-01-01" }],
    ["channel_costs", { partner_id, kind: "mdf", amount_e4, currency: "USD", spent_on: day }],
    [
      "targets",
      {
        partner_id,
        kind: "target",
        metric: "sourced_revenue",
        from_on: "2026-04-01",
        to_on: "2026-07-01",
        value: letter === "a" ? "11" : "7777777.7777",
        currency: "USD",
      },
    ],
    ["certifications", { partner_id, person_id, issued_on: day }],
    ["partner_families", { partner_id }],
    ["incentive_grants", { id: id(10), partner_id, kind: "mdf", amount_e4, currency: "USD", granted_on: day }],
    ["incentive_uses", { grant_id: id(10), partner_id, amount_e4, currency: "USD", used_on: day }],
    ["funded_deals", { grant_id: id(10), partner_id, deal_id, touched_on: day }],
    [
      "satisfaction_answers",
      { partner_id, person_id, kind: "pulse", score: 9, answered_on: day, comment: staffOnly(letter) },
    ],
    [
      "satisfaction_answers",
      { partner_id, account_id, kind: "csat", score: 4, answered_on: day, comment: staffOnly(letter) },
    ],
    ["support_tickets", { partner_id, account_id, severity: "high", opened_at: day, resolved_at: "2026-05-12" }],
    ["integrations", { id: id(11), partner_id, live_on: day }],
    ["installs", { integration_id: id(11), partner_id, account_id, installed_on: day, synced_on: day }],
    ["uptime_days", { integration_id: id(11), partner_id, on: day, minutes_up: 1439, minutes_observed: 1440 }],
    ["engagements", { partner_id, person_id, kind: "content", on: day }],
    ["training_assignments", { partner_id, person_id, assigned_on: day, due_on: day, completed_on: day }],
    ["visits", { person_id, partner_id, on: day }],
    ["visits", { person_id, partner_id, on: "2026-05-12" }],
    ["sessions", { id: id(20), person_id, token_hash: `hash ${letter}`, via: "link", expires_at: "2999-01-01" }],
    ["one_time_tokens", { purpose: "sign_in", person_id, token_hash: `hash ${letter}`, expires_at: "2999-01-01" }],
    [
      "audit_entries",
      {
        partner_id,
        subject_type: "person",
        subject_id: person_id,
        actor_id: person_id,
        after: JSON.stringify({ name: mark(letter, "audit_entries", "after") }),
      },
    ],
    [
      "audit_entries",
      {
        partner_id,
        action: "partner.viewed_as",
        subject_type: "partner",
        subject_id: partner_id,
        actor_id: cast.manager,
        after: JSON.stringify({ note: "CANARY-STAFF-audit_entries-after" }),
      },
    ],
    [
      "audit_entries",
      {
        partner_id,
        action: "partner.changed",
        actor: "CANARY-STAFF-audit_entries-actor",
        subject_type: "partner",
        subject_id: partner_id,
        actor_id: cast.manager,
      },
    ],
    ["saved_views", { list: "deals", person_id, sharing: "shared", role: null }],
    ["list_choices", { list: "deals", person_id, density: "dense" }],
    ["tier_criteria", { key: `criterion-${letter}`, name: "Joint events" }],
    [
      "tier_values",
      {
        partner_id,
        criterion: `criterion-${letter}`,
        value: letter === "a" ? "11" : "7777777.7777",
        on_day: day,
        person_id: cast.manager,
      },
    ],
    [
      "tier_snapshots",
      {
        evaluation_id: cast.evaluation,
        partner_id,
        amounts: JSON.stringify({ won_deals: letter === "a" ? "1.0000" : "7777777.7777" }),
        tier_then: "gold",
        tier_earned: "silver",
        unrated: 0,
        hash: Buffer.from("x"),
      },
    ],
    [
      "tier_moves",
      {
        id: id(10),
        partner_id,
        evaluation_id: cast.evaluation,
        as_of: day,
        kind: "demotion",
        from_tier: "gold",
        to_tier: "silver",
        steps: 1,
        unrated: 0,
        status: "notice",
        approved_by_id: cast.manager,
        effective_on: "2026-07-01",
        appeal_until: "2026-06-15",
      },
    ],
    [
      "tier_moves",
      {
        id: id(11),
        partner_id,
        evaluation_id: cast.evaluation,
        as_of: day,
        kind: "promotion",
        from_tier: "gold",
        to_tier: "CANARY-STAFF-tier_moves-to_tier",
        steps: 1,
        unrated: 0,
        status: "declined",
      },
    ],
    ["tier_move_events", { move_id: id(10), kind: "announced", person_id: cast.manager }],
    ["tier_move_events", { move_id: id(11), kind: "declined", text: "CANARY-STAFF-tier_move_events-text" }],
    ...scorecardRows(letter),
    ...recordRows(letter),
    ["incentive_dirty", { partner_id, month: day }],
    ["mail_outbox", {}],
    ...alertRows(letter),
    ["data_issues", { id: id(12), ...issue, shared: true }],
    ["data_issues", { id: id(13), ...issue, shared: false, question: "CANARY-STAFF-data_issues-question" }],
    ["data_issue_events", { issue_id: id(12), kind: "opened", person_id }],
    [
      "data_issue_events",
      { issue_id: id(12), kind: "noted", internal: true, text: "CANARY-STAFF-data_issue_events-text" },
    ],
    [
      "metric_versions",
      {
        id: id(14),
        metric: letter === "a" ? "win_rate" : "sales_cycle",
        version: 2,
        status: "proposed",
        counts_from: day,
        proposed_by_id: cast.manager,
      },
    ],
    ...(letter === "a" ? closing : []),
    [
      "period_revisions",
      { id: id(15), period_id: cast.period, ...(letter === "a" ? accepted : { status: "proposed", revision: 2 }) },
    ],
    ["closed_figures", { ...closed, partner_id, metric: "sourced_revenue", version: 1 }],
    [
      "closed_rows",
      {
        ...closed,
        partner_id,
        component: "won_amount",
        ref: "deal",
        ids: `{${deal_id}}`,
        days: "{}",
        values: `{${amount_e4}}`,
      },
    ],
    ["partner_duplicates", { partner_id, other_id: "ffffffff-0000-4000-8000-000000000001" }],
    ...qualityRows(letter),
  ];
}

/** What staff know to be wrong with a partner's data: of A too it is theirs alone. */
function qualityRows(letter: Letter): [table: string, row: Row][] {
  const partner_id = idOf(letter, 1);
  const kept = (table: string, column: string) => `CANARY-STAFF-${table}-${column}`;
  const found = { subject_type: "partner", subject_id: partner_id, partner_id, accepted_at: null, accepted_why: null };
  const texts = { name: kept("quality_findings", "name"), wrong: kept("quality_findings", "wrong"), source: "crm" };
  const pair = { one_id: partner_id, other_id: "ffffffff-0000-4000-8000-000000000001", likely: 90 };
  const merge = { kept_id: partner_id, gone_id: idOf(letter, 90), image: "{}", moved: "{}" };
  const names = { kept_name: kept("record_merges", "kept_name"), gone_name: kept("record_merges", "gone_name") };
  return [
    ["quality_findings", { id: idOf(letter, 80), rule: "partner_place", ...found, ...texts }],
    ["quality_counts", { rule: "partner_place", partner_id, source: "crm", checked: 1, failed: 1 }],
    ["quality_days", { on: day, rule: "partner_place", source: letter, checked: 1, failed: 1 }],
    ["quality_partners", { partner_id, score: 1234, checked: 1, failed: 1 }],
    ["quality_partner_days", { partner_id, on: day, score: 1234 }],
    ["duplicate_pairs", { id: idOf(letter, 81), kind: "partner", ...pair, hits: "[]", dismissed_why: null }],
    [
      "record_merges",
      { id: idOf(letter, 82), kind: "person", ...merge, ...names, reason: kept("record_merges", "reason") },
    ],
  ];
}

/** The record of a partner with what staff keep for themselves, an application, and news that is for it alone. */
function recordRows(letter: Letter): [table: string, row: Row][] {
  const id = (n: number) => idOf(letter, n);
  const [partner_id, person_id] = [id(1), id(2)];
  const task = { partner_id, kind: "task", step: null, owner_id: person_id, due_on: day };
  const everyone = { tiers: "{}", types: "{}", statuses: "{}", regions: "{}" };
  const decided = { confirmed_at: day, decided_at: day, due_at: day };
  return [
    ["partner_tasks", { ...task, id: id(50), side: "partner" }],
    ["partner_tasks", { ...task, side: "staff", internal: true, title: "CANARY-STAFF-partner_tasks-title" }],
    ["partner_contracts", { partner_id, note: "CANARY-STAFF-partner_contracts-note" }],
    ["activities", { partner_id, on: day, kind: "call", internal: true, subject: "CANARY-STAFF-activities-subject" }],
    ["files", { id: id(51), partner_id, about_id: partner_id, size: 1, content: Buffer.from("x") }],
    ["files", { about_id: partner_id, name: "CANARY-STAFF-files-name", size: 1, content: Buffer.from("x") }],
    [
      "applications",
      {
        id: id(52),
        partner_id,
        state: "approved",
        type: "reseller",
        sells: "CANARY-STAFF-applications-sells",
        ...decided,
      },
    ],
    ["application_events", { application_id: id(52), kind: "filed", text: "CANARY-STAFF-application_events-text" }],
    ["announcements", { id: id(53), ...everyone, countries: `{"${mark(letter, "partners", "country")}"}` }],
    ["announcement_reads", { announcement_id: id(53), person_id, partner_id }],
  ];
}

/** An alert that the partner reads, and one for staff alone. */
function alertRows(letter: Letter): [table: string, row: Row][] {
  const alert = {
    rule: "contract_ending",
    subject_type: "partner",
    partner_id: idOf(letter, 1),
    severity: 2,
    roles: "{admin}",
  };
  const figures = JSON.stringify({ on: day, left: 3, note: mark(letter, "alerts", "figures") });
  const kept = { name: "CANARY-STAFF-alerts-name", figures: JSON.stringify({ on: day, left: 3 }) };
  const resolved = { resolved_at: day, outcome: "called", note: staffOnly(letter), owner_id: cast.manager };
  return [
    ["alerts", { id: idOf(letter, 40), subject_id: idOf(letter, 1), shared: true, figures, ...alert, ...resolved }],
    [
      "alerts",
      {
        id: idOf(letter, 41),
        subject_id: idOf(letter, 2),
        shared: false,
        outcome: null,
        note: null,
        ...alert,
        ...kept,
      },
    ],
    ["alert_events", { alert_id: idOf(letter, 40), kind: "raised", text: staffOnly(letter), person_id: null }],
    [
      "alert_events",
      { alert_id: idOf(letter, 40), kind: "resolved", text: staffOnly(letter), person_id: cast.manager },
    ],
    ["digest_choices", { person_id: idOf(letter, 2), rhythm: "daily", time_zone: "UTC" }],
    ["page_views", { on: day, page: "/deals", role: "partner_admin", partner_id: idOf(letter, 1), views: 1 }],
  ];
}

/** A scorecard with a closed review and a plan in force, and beside each what staff keep for themselves. */
function scorecardRows(letter: Letter): [table: string, row: Row][] {
  const id = (n: number) => idOf(letter, n);
  const [partner_id, owner_id] = [id(1), id(2)];
  const own = { partner_id, scorecard_id: id(30) };
  const since = { created_by_id: cast.manager };
  const manual = { metric: null, unit: "score", better: "up", owner_id, cadence: "monthly", position: 0, target: "80" };
  const judged = { status: "behind", layer: "health", position: 0, partner_id };
  const item = { ...own, kind: "risk", owner_id, state: "open", ...since };
  const note = (table: string) => ({ internal_note: `CANARY-STAFF-${table}-internal_note` });
  const hidden = (table: string) => ({ text: `CANARY-STAFF-${table}-text`, outcome: null, ...note(table) });
  const review = { ...own, status: "behind", from_on: "2026-04-01", to_on: "2026-07-01", due_on: day, held_on: day };
  const open = {
    state: "open",
    says: "CANARY-STAFF-scorecard_reviews-says",
    summary: "CANARY-STAFF-scorecard_reviews-summary",
  };
  const plan = { partner_id, from_on: "2026-01-01", to_on: "2028-01-01", ...since };
  return [
    [
      "scorecards",
      { id: id(30), partner_id, template: "referral", cadence: "monthly", owner_id, next_review_on: day, ...since },
    ],
    ["scorecard_metrics", { ...manual, ...own, id: id(31), layer: "health", shared: true }],
    [
      "scorecard_metrics",
      { ...manual, ...own, id: id(32), layer: "operation", shared: false, name: "CANARY-STAFF-scorecard_metrics-name" },
    ],
    ["scorecard_values", { metric_id: id(31), partner_id, on: day, value: letter === "a" ? "70" : "7777777.7" }],
    [
      "scorecard_values",
      { metric_id: id(32), partner_id, on: day, value: "7777777.7", source: "CANARY-STAFF-scorecard_values-source" },
    ],
    [
      "scorecard_reviews",
      { ...review, ...note("scorecard_reviews"), id: id(33), number: 1, state: "closed", closed_at: day },
    ],
    [
      "scorecard_reviews",
      { ...review, ...note("scorecard_reviews"), ...open, id: id(34), number: 2, no_decision_reason: null },
    ],
    ["review_figures", { ...judged, review_id: id(33), metric_id: id(31), shared: true }],
    [
      "review_figures",
      { ...judged, review_id: id(33), metric_id: id(32), shared: false, label: "CANARY-STAFF-review_figures-label" },
    ],
    ["review_figures", { ...judged, review_id: id(34), shared: true, label: "CANARY-STAFF-review_figures-open" }],
    ["review_items", { ...item, ...note("review_items"), review_id: id(33), shared: true }],
    ["review_items", { ...item, ...hidden("review_items"), review_id: id(33), shared: false }],
    ["review_items", { ...item, ...hidden("review_items"), review_id: id(34), shared: true }],
    ["joint_plans", { ...plan, ...note("joint_plans"), id: id(35), state: "agreed" }],
    [
      "joint_plans",
      { ...plan, ...note("joint_plans"), id: id(36), state: "ended", name: mark(letter, "joint_plans", "old") },
    ],
    [
      "plan_goals",
      {
        id: id(37),
        plan_id: id(35),
        partner_id,
        position: 0,
        metric: "sourced_revenue",
        staff_owner_id: cast.manager,
        partner_owner_id: owner_id,
      },
    ],
    [
      "plan_targets",
      {
        goal_id: id(37),
        partner_id,
        from_on: "2026-04-01",
        to_on: "2026-07-01",
        value: letter === "a" ? "11" : "7777777.7777",
      },
    ],
    ["plan_activities", { plan_id: id(35), goal_id: id(37), partner_id, side: "partner", owner_id, due_on: day }],
  ];
}

/** What a partner earned: booked, and on a statement. One transaction, or it would not balance. */
async function plantMoney(sql: postgres.TransactionSql, letter: Letter): Promise<void> {
  const [partner_id, plan_id, transaction_id] = [idOf(letter, 1), idOf(letter, 30), idOf(letter, 31)];
  const amount_minor = amounts[letter];
  const none = JSON.stringify({ note: "CANARY-STAFF-incentive_plans-scope" });
  const kept = {
    config: none,
    scope: none,
    limits: none,
    basis: "invoice",
    period: "month",
    share: "whole",
    status: "draft",
  };
  const rounded = { round_per: "line", rounding: "half_away", hold_days: 0, stacking: "add", valid_from: "2026-01-01" };
  await plant(sql, letter, "incentive_plans", {
    id: plan_id,
    rule: "percentage",
    currency: "USD",
    ...kept,
    ...rounded,
  });
  await sql`insert into ledger_accounts (kind, partner_id, currency) values ('expense', null, 'USD') on conflict do nothing`;
  await sql`insert into ledger_accounts (kind, partner_id, currency) values ('earned', ${partner_id}, 'USD')`;
  await plant(sql, letter, "ledger_transactions", { id: transaction_id, kind: "accrual", partner_id, booked_on: day });
  for (const [kind, amount] of [
    ["expense", amount_minor],
    ["earned", -amount_minor],
  ] as const)
    await sql`insert into ledger_entries (transaction_id, account_id, currency, amount_minor)
      select ${transaction_id}, id, 'USD', ${amount.toString()} from ledger_accounts where kind = ${kind} and coalesce(partner_id, ${partner_id}) = ${partner_id}`;
  const states = { status: "held", booking: "accrual", currency: "USD", rounding: "half_away", from_currency: "USD" };
  const days = { event_on: day, statement_month: "2026-05-01", hold_until: "2026-06-10" };
  const sums = { seq: 0, amount_minor, total_minor: amount_minor, base_e4: amount_minor, exact: "1", lines: 1 };
  const of = {
    partner_id,
    plan_id,
    transaction_id,
    deal_id: idOf(letter, 4),
    rate: "5",
    source_key: `line:${idOf(letter, 32)}`,
  };
  await plant(sql, letter, "earnings", { id: idOf(letter, 33), ...of, ...states, ...days, ...sums });
  await plantFunds(sql, letter);
  await sql`insert into closed_months (month) values ('2026-03-01') on conflict do nothing`;
  const content = JSON.stringify({ partner: mark(letter, "statements", "content"), lines: [] });
  await sql`insert into statements (id, partner_id, month, currency, lines, earned_minor, clawed_back_minor, content, sha256)
    values (${idOf(letter, 34)}, ${partner_id}, '2026-03-01', 'USD', 0, ${amount_minor.toString()}, 0, ${content}, encode(sha256(convert_to(${content}, 'UTF8')), 'hex'))`;
}

/** Where a partner is paid, what it was paid, and what it said of its statement. */
async function plantPayouts(sql: postgres.TransactionSql, letter: Letter): Promise<void> {
  const [partner_id, bank_id, batch_id] = [idOf(letter, 1), idOf(letter, 40), idOf(letter, 41)];
  const amount = amounts[letter].toString();
  await sql`select set_config('app.person_id', ${cast.manager}, true)`;
  const sealed = { sealed: "CANARY-STAFF-payout_details-sealed", key_id: "CANARY-STAFF-payout_details-key_id" };
  const last4 = letter === "b" ? "B-4x" : "4444";
  await plant(sql, letter, "payout_details", { id: bank_id, partner_id, kind: "bank", last4, ...sealed });
  await sql`insert into payout_policies (currency, minimum_minor, limit_minor, payer_last4, payer_sealed, payer_key_id)
    values ('USD', 1, 7777777777, 'x', 'CANARY-STAFF-payout_policies-payer', 'CANARY-STAFF-payout_policies-key') on conflict do nothing`;
  await sql`insert into payout_batches (id, currency, payouts, total_minor) values (${batch_id}, 'USD', 1, ${amount})`;
  await sql`insert into payouts (id, batch_id, partner_id, currency, amount_minor, earned_minor, lines, bank_id, reason)
    values (${idOf(letter, 42)}, ${batch_id}, ${partner_id}, 'USD', ${amount}, ${amount}, 1, ${bank_id}, ${mark(letter, "payouts", "reason")})`;
  await sql`update payouts set status = 'paying' where batch_id = ${batch_id}`;
  await sql`insert into statement_confirmations (statement_id, partner_id, person_id) values (${idOf(letter, 34)}, ${partner_id}, ${idOf(letter, 2)})`;
  await sql`insert into statement_questions (issue_id, partner_id, month, currency, earning_id) values (${idOf(letter, 12)}, ${partner_id}, '2026-03-01', 'USD', ${idOf(letter, 33)})`;
}

/** Funds of a partner with a request that was approved, a claim and its proof. */
async function plantFunds(sql: postgres.TransactionSql, letter: Letter): Promise<void> {
  const [partner_id, budget_id] = [idOf(letter, 1), idOf(letter, 41)];
  const [allocation_id, request_id] = [idOf(letter, 42), idOf(letter, 43)];
  const [claim_id, amount] = [idOf(letter, 44), amounts[letter]];
  const limits = { exponent: 2, amount_minor: 77_777_777_777n * 9n, two_people_over_minor: 77_777_777_777n };
  const days = { starts_on: "2026-05-01", ends_on: "2026-08-01" };
  await plant(sql, letter, "fund_budgets", { id: budget_id, currency: "USD", ...limits, ...days });
  const allocation = { id: allocation_id, budget_id, partner_id, currency: "USD", source: "given" };
  await plant(sql, letter, "fund_allocations", { ...allocation, expires_on: "2099-08-01" });
  await sql`insert into fund_moves (allocation_id, kind, amount_minor, effect_key) values (${allocation_id}, 'allocated', ${amount.toString()}, ${mark(letter, "fund_moves", "effect_key")})`;
  const asked = { activity: "event", status: "draft", requested_minor: amount, submitted_by_id: null, ...days };
  await plant(sql, letter, "fund_requests", { id: request_id, allocation_id, partner_id, ...asked, reason: null });
  await sql`update fund_requests set status = 'submitted' where id = ${request_id}`;
  await sql`select set_config('app.person_id', ${cast.manager}, true)`;
  await sql`update fund_requests set status = 'approved', approved_minor = requested_minor, decided_by_id = ${cast.manager}, claim_by = '2099-09-01', reason = ${mark(letter, "fund_requests", "reason")} where id = ${request_id}`;
  const claimed = { request_id, partner_id, status: "draft", amount_minor: amount, last: false };
  await plant(sql, letter, "fund_claims", { id: claim_id, ...claimed, reason: null });
  const proof = { id: idOf(letter, 45), partner_id, fund_claim_id: claim_id, registration_id: null, deal_id: null };
  await plant(sql, letter, "files", { ...proof, size: 1, content: Buffer.from("x") });
  await plant(sql, letter, "fund_request_deals", { request_id, deal_id: idOf(letter, 4), partner_id });
  const said = { allocation_id, request_id, claim_id, effect: null };
  await plant(sql, letter, "fund_events", { ...said, kind: "claim_submitted", internal: false });
  await sql`insert into fund_events (allocation_id, request_id, kind, text, internal) values (${allocation_id}, ${request_id}, 'overdue', 'CANARY-STAFF-fund_events-text', true)`;
  await sql`select set_config('app.person_id', '', true)`;
}

/** The deal of both: A reads it, but not who of B works on it, nor what B did there. */
function sharedRows(): [table: string, row: Row][] {
  const deal_id = cast.shared;
  const partner_id = cast.b;
  const account_id = "cccccccc-0000-4000-8000-000000000002";
  const shared = { account_id, amount_e4: 50_000n, currency: "USD" };
  const staffOnly = { next_step: "CANARY-STAFF-deals-next_step", close_reason: "CANARY-STAFF-deals-close_reason" };
  return [
    // Of a cohort that A does not stand in, B's neither.
    ["metric_cohorts", { ...cohort, metric: "win_rate", type: "msp", tier: "CANARY-B-metric_cohorts-tier" }],
    [
      "accounts",
      { id: account_id, name: "Shared account", domain: null, industry: null, country: null, region: null, city: null },
    ],
    [
      "deals",
      {
        id: deal_id,
        name: "Shared deal",
        stage: "won",
        outcome: "won",
        closed_on: day,
        partner_person_id: idOf("b", 2),
        ...shared,
        ...staffOnly,
      },
    ],
    ["deal_partners", { deal_id, partner_id, role: "sourcing" }],
    ["deal_partners", { deal_id, partner_id: cast.a, role: "influencing", next_step: "own step" }],
    [
      "deal_versions",
      { deal_id, valid_from: day, stage: "won", amount_e4: 50_000n, currency: "USD", recorded_by_id: idOf("b", 2) },
    ],
    [
      "registrations",
      {
        partner_id,
        deal_id,
        status: "approved",
        decision: "approved",
        currency: "USD",
        submitted_on: day,
        submitted_at: day,
        decided_on: day,
        submitted_by_id: idOf("b", 2),
      },
    ],
    ["activities", { partner_id, deal_id, on: day, person_id: idOf("b", 2) }],
    ["saved_views", { list: "deals", person_id: cast.manager, sharing: "shared", role: null }],
    ["list_choices", { list: "deals", person_id: cast.manager, density: "dense" }],
    [
      "revenue_lines",
      { partner_id, account_id, deal_id, kind: "renewal", amount_e4: amounts.b, currency: "USD", invoiced_on: day },
    ],
  ];
}

/** What staff alone read of a partner's rows. */
const staffOnly = (letter: Letter) => `CANARY-STAFF-satisfaction_answers-comment of ${letter}`;

const mark = (letter: Letter, table: string, column: string) =>
  letter === "b" ? `CANARY-B-${table}-${column}` : `own ${table} ${column}`;

async function plant(sql: postgres.ISql, letter: Letter, table: string, given: Row): Promise<void> {
  const texts = await sql<{ name: string; list: boolean }[]>`select column_name as name, data_type = 'ARRAY' as list
    from information_schema.columns where table_schema = 'public' and table_name = ${table}
    and (data_type = 'text' or udt_name = '_text') and is_generated = 'NEVER'`;
  const free = texts.filter(({ name }) => !(name in given));
  const marked = free.map(({ name, list }) => [name, list ? [mark(letter, table, name)] : mark(letter, table, name)]);
  await sql`insert into ${sql(table)} ${sql({ ...Object.fromEntries(marked), ...given } as Record<string, string>)}`;
}

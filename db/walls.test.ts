import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getTableName, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { checkDatabase } from "@/db/check";
import { withViewer } from "@/db/client";
import { connectionUrl } from "@/db/connection";
import { partners } from "@/db/partners/schema";
import { walls } from "@/db/scope";
import { cast, plantCanaries, staffViewer, viewerA } from "@/db/testing/canaries";
import { testDatabase } from "@/db/testing/database";
import { rounds } from "@/db/testing/rounds";
import type { Viewer } from "@/lib/access/viewer";

vi.mock("@/db/pool", async (original) => {
  const pool = await original<typeof import("@/db/pool")>();
  return { ...pool, openPool: (url: string, options = {}) => pool.openPool(url, { ...options, max: 2 }) };
});

const database = testDatabase();
const dialect = new PgDialect();
const isShared = (wall: (typeof walls)[number]) => dialect.sqlToQuery(wall.own(sql`null`, sql`null`)).sql === "true";
const walled = walls.filter((wall) => !isShared(wall)).map(({ table }) => getTableName(table));
// By name, not taken from the list: a line of it that opens a table must fail here.
const shared = [
  "closed_periods",
  "fx_rates",
  "payout_policies",
  "products",
  "settings",
  "stages",
  "tier_criteria",
  "tiers",
];
const viewerB: Viewer = { ...viewerA, partnerId: cast.b, personId: "bbbbbbbb-0000-4000-8000-000000000002" };

let web: postgres.Sql;
const names = async (query: Promise<readonly { name: string }[]>) => (await query).map(({ name }) => name);

beforeAll(async () => {
  await plantCanaries(database.sql);
  web = postgres(await connectionUrl("web"), { max: 2, onnotice: () => {} });
});
afterAll(() => web.end());

describe("the catalog", () => {
  it("passes the operator's own check of the walls", async () => {
    const failed = (await checkDatabase()).slice(0, 3).filter(({ problems }) => problems.length > 0);
    expect(failed).toEqual([]);
  });

  it("has row-level security enabled and forced on every table, with a policy for owner, worker and staff", async () => {
    const open = await names(database.sql`select relname as name from pg_class c
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity
        and (select count(distinct r) from pg_policies p, unnest(p.roles) r
             where p.tablename = c.relname and r in ('portal_owner', 'portal_worker', 'portal_staff')) = 3)`);
    expect(open).toEqual([]);
  });

  it("gives the web login no right of its own, and no role that could pass the walls", async () => {
    const rights = await database.sql`
      select grantee, table_name from information_schema.role_column_grants where grantee in ('portal_web', 'PUBLIC') and table_schema = 'public'
      union select grantee, table_name from information_schema.role_table_grants where grantee in ('portal_web', 'PUBLIC') and table_schema = 'public'`;
    expect([...rights]).toEqual([]);
    const strong = await names(database.sql`select rolname as name from pg_roles
      where rolname in ('portal_web', 'portal_worker', 'portal_partner', 'portal_staff', 'portal_auth', 'portal_owner')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or (rolname = 'portal_web' and rolinherit))`);
    expect(strong).toEqual([]);
    const memberships = await names(database.sql`select g.rolname as name from pg_auth_members a
      join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid
      where m.rolname in ('portal_web', 'portal_worker', 'portal_partner', 'portal_staff', 'portal_auth') order by 1`);
    expect(memberships).toEqual(["portal_auth", "portal_partner", "portal_staff"]);
  });

  it("lets partner people see every row only of what all partners share", async () => {
    const whole = await names(database.sql`select tablename as name from pg_policies
      where 'portal_partner' = any(roles) and cmd in ('SELECT', 'ALL') and qual = 'true' order by 1`);
    expect(whole).toEqual([...shared, "mail_outbox"].sort());
    const readable =
      await names(database.sql`select distinct table_name as name from information_schema.column_privileges
      where grantee = 'portal_partner' and privilege_type = 'SELECT' and table_schema = 'public' order by 1`);
    expect(readable).toEqual([...walled, ...shared, "sessions", "digest_choices"].sort());
  });

  it("lets partner people write to these tables alone", async () => {
    const written =
      await database.sql`select distinct table_name as "table", privilege_type as right from information_schema.column_privileges
      where grantee = 'portal_partner' and privilege_type <> 'SELECT' and table_schema = 'public'
      union select table_name, privilege_type from information_schema.table_privileges
      where grantee = 'portal_partner' and privilege_type <> 'SELECT' and table_schema = 'public' order by 1, 2`;
    expect(written.map(({ table, right }) => `${table} ${right}`)).toEqual([
      "activities INSERT",
      "announcement_reads INSERT",
      "audit_entries INSERT",
      "data_issue_events INSERT",
      "data_issues INSERT",
      "data_issues UPDATE",
      "digest_choices INSERT",
      "digest_choices UPDATE",
      "files INSERT",
      "fund_claims INSERT",
      "fund_claims UPDATE",
      "fund_request_deals DELETE",
      "fund_request_deals INSERT",
      "fund_requests INSERT",
      "fund_requests UPDATE",
      "list_choices DELETE",
      "list_choices INSERT",
      "list_choices UPDATE",
      "mail_outbox INSERT",
      "metric_answers INSERT",
      "metric_answers UPDATE",
      "partner_tasks UPDATE",
      "payout_details INSERT",
      "people INSERT",
      "people UPDATE",
      "plan_activities UPDATE",
      "registration_events INSERT",
      "registration_extensions INSERT",
      "registration_lines DELETE",
      "registration_lines INSERT",
      "registration_lines UPDATE",
      "registrations INSERT",
      "registrations UPDATE",
      "report_runs INSERT",
      "report_schedules DELETE",
      "report_schedules INSERT",
      "saved_views DELETE",
      "saved_views INSERT",
      "saved_views UPDATE",
      "sessions DELETE",
      "statement_confirmations INSERT",
      "statement_questions INSERT",
      "webhook_deliveries UPDATE",
      "webhook_endpoints DELETE",
      "webhook_endpoints INSERT",
      "webhook_endpoints UPDATE",
    ]);
  });

  it("takes no row of a partner that points at another's: what it may write points at its own company alone", async () => {
    const pointing =
      await database.sql`select c.conrelid::regclass::text || '.' || a.attname as column, c.confrelid::regclass::text as to
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
        and (has_column_privilege('portal_partner', c.conrelid, a.attnum, 'INSERT')
          or has_column_privilege('portal_partner', c.conrelid, a.attnum, 'UPDATE')) order by 1`;
    // Of a person these name none but the one who writes.
    expect(pointing.map(({ column, to }) => `${column} to ${to}`)).toEqual([
      "activities.deal_id to deals",
      "activities.partner_id to partners",
      "activities.person_id to people",
      "announcement_reads.announcement_id to announcements",
      "announcement_reads.partner_id to partners",
      "announcement_reads.person_id to people",
      "data_issue_events.issue_id to data_issues",
      "data_issues.partner_id to partners",
      "digest_choices.person_id to people",
      "files.about_id to partners",
      "files.deal_id to deals",
      "files.fund_claim_id to fund_claims",
      "files.partner_id to partners",
      "files.registration_id to registrations",
      "fund_claims.partner_id to partners",
      "fund_claims.request_id to fund_requests",
      "fund_request_deals.deal_id to deals",
      "fund_request_deals.partner_id to partners",
      "fund_request_deals.request_id to fund_requests",
      "fund_requests.allocation_id to fund_allocations",
      "fund_requests.partner_id to partners",
      "list_choices.person_id to people",
      "people.partner_id to partners",
      "registration_events.registration_id to registrations",
      "registration_extensions.registration_id to registrations",
      "registration_lines.product_id to products",
      "registration_lines.registration_id to registrations",
      "registrations.partner_id to partners",
      "report_runs.person_id to people",
      "report_runs.schedule_id to report_schedules",
      "report_schedules.person_id to people",
      "saved_views.person_id to people",
      "statement_questions.issue_id to data_issues",
      "webhook_endpoints.partner_id to partners",
    ]);
  });

  it("has no policy for everybody, and no object that a serving role owns or may create", async () => {
    const everybody = await names(database.sql`select tablename as name from pg_policies where 'public' = any(roles)`);
    expect(everybody).toEqual([]);
    const owned = await names(database.sql`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) <> 'portal_owner'`);
    expect(owned).toEqual([]);
    const makers = await names(database.sql`select rolname as name from pg_roles
      where rolname in ('portal_web', 'portal_worker', 'portal_partner', 'portal_staff', 'portal_auth')
        and (has_schema_privilege(oid, 'public', 'CREATE') or has_database_privilege(oid, current_database(), 'CREATE'))`);
    expect(makers).toEqual([]);
  });

  it("hides what staff note for themselves from partner people", async () => {
    const hidden = walls.flatMap(({ table, hidden = [] }) =>
      hidden.map((column) => `${getTableName(table)}.${column}`),
    );
    const granted =
      await names(database.sql`select table_name || '.' || column_name as name from information_schema.column_privileges
      where grantee = 'portal_partner' and privilege_type = 'SELECT' and table_schema = 'public'`);
    expect(hidden).toEqual(expect.arrayContaining(["partners.importance", "partners.profile"]));
    expect(granted.filter((column) => hidden.includes(column))).toEqual([]);
  });

  it("runs only these routines with their owner's rights, each with a fixed search path", async () => {
    const definers = await database.sql<{ name: string; pinned: boolean }[]>`select proname as name,
        coalesce(proconfig @> array['search_path=public, pg_temp'], false) as pinned
      from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`;
    expect(definers.map(({ name }) => name)).toEqual(securityDefiners);
    expect(definers.filter(({ pinned }) => !pinned)).toEqual([]);
    const callable = await database.sql`select r.rolname as role, p.proname as name from pg_proc p, pg_roles r
      where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
        and r.rolname in ('portal_web', 'portal_partner', 'portal_auth') and has_function_privilege(r.oid, p.oid, 'execute')`;
    expect(callable.map(({ role, name }) => `${role} ${name}`).sort()).toEqual([
      "portal_auth answer_application",
      "portal_auth confirm_application",
      "portal_auth count_attempt",
      "portal_auth enqueue_job",
      "portal_partner answer_lead",
      "portal_partner appeal_tier",
      "portal_partner closed_months_seen",
      "portal_partner decision_times",
      "portal_partner enqueue_job",
      "portal_partner fund_claim_paid",
      "portal_partner lead_contact",
      "portal_partner lose_lead",
      "portal_partner month_closed_at",
      "portal_partner note_lead",
      "portal_partner open_lead_deal",
      "portal_partner plan_own_deal",
      "portal_partner rotate_webhook",
      "portal_partner submit_registration",
      "portal_partner withdraw_registration",
      "portal_web attempt_wait",
      "portal_web count_attempt",
      "portal_web count_pages",
      "portal_web open_session",
      "portal_web worker_seen",
    ]);
  });

  it("has no view, materialized view or foreign table, which could show rows with its owner's rights", async () => {
    const views = await names(database.sql`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')`);
    expect(views).toEqual([]);
  });
});

const securityDefiners = [
  "answer_application",
  "answer_lead",
  "appeal_tier",
  "attempt_wait",
  "closed_months_seen",
  "comment_written",
  "confirm_application",
  "count_attempt",
  "count_pages",
  "deal_partners_changed",
  "decision_times",
  "enqueue_job",
  "fund_claim_paid",
  "guard_fund_claim",
  "guard_fund_request",
  "guard_proof",
  "guard_registration",
  "guard_registration_line",
  "health_facts",
  "incentive_months",
  "keep_balances",
  "keep_fund_balances",
  "keep_funded_deal",
  "keep_import_change",
  "keep_import_insert",
  "keep_partner_deals",
  "keep_partner_version",
  "lead_contact",
  "lose_lead",
  "mark_dirty",
  "mark_incentives",
  "mark_partner_dirty",
  "month_closed_at",
  "move_claimed_money",
  "move_fund_money",
  "note_change",
  "note_lead",
  "note_webhook_event",
  "note_webhook_events",
  "open_lead_deal",
  "open_session",
  "own_issue",
  "payout_accounts",
  "plan_own_deal",
  "promote_waiting",
  "refresh_deals",
  "refresh_partner_deals",
  "registration_ended",
  "replace_details",
  "restate",
  "rotate_webhook",
  "settings_changed",
  "spend_application_link",
  "submit_registration",
  "take_claims",
  "transaction_balances",
  "unread_customers",
  "withdraw_registration",
  "worker_seen",
];

describe("a transaction without a partner", () => {
  const as = <T>(partnerId: string | null, work: (tx: postgres.TransactionSql) => Promise<T>) =>
    web.begin(async (tx) => {
      await tx`select set_config('role', 'portal_partner', true)`;
      if (partnerId !== null) await tx`select set_config('app.partner_id', ${partnerId}, true)`;
      return work(tx);
    });

  it.each([
    ["no", null],
    ["an empty", ""],
  ])("sees no row with %s context", async (_, context) => {
    const counts = await as(context, (tx) =>
      Promise.all(walled.map(async (table) => [table, (await tx`select 1 from ${tx(table)} limit 1`).length])),
    );
    expect(counts.filter(([, rows]) => rows !== 0)).toEqual([]);
    expect(counts.length).toBeGreaterThan(15);
  });

  it("fails with a context that is no id, on every table", async () => {
    const person = (tx: postgres.TransactionSql) => tx`select set_config('app.person_id', ${viewerA.personId}, true)`;
    for (const table of walled)
      await expect(
        as("' or true --", (tx) => person(tx).then(() => tx`select 1 from ${tx(table)} limit 1`)),
      ).rejects.toThrow(/uuid/);
  });

  it.each([
    ["no", null],
    ["an empty", ""],
  ])("writes nothing with %s context", async (_, context) => {
    const person = { kind: "partner", partner_id: cast.a, name: "Nobody" };
    await expect(as(context, (tx) => tx`insert into people ${tx(person)}`)).rejects.toThrow(/row-level security/);
    const entry = { actor: "x", action: "x", subject_type: "x", subject: "x", partner_id: cast.a };
    await expect(as(context, (tx) => tx`insert into audit_entries ${tx(entry)}`)).rejects.toThrow(/row-level security/);
    expect((await as(context, (tx) => tx`update people set name = 'changed'`)).count).toBe(0);
    expect((await as(context, (tx) => tx`delete from sessions`)).count).toBe(0);
  });

  it("does not exist for the web login itself: every table is closed to it", async () => {
    const tables = await names(
      database.sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    for (const table of tables)
      await expect(web`select 1 from ${web(table)} limit 1`).rejects.toThrow(/permission denied/);
  });
});

describe("a partner's transaction", () => {
  it("cannot write a person, a session or an entry of another partner", async () => {
    const write = (query: ReturnType<typeof sql>) => withViewer(viewerA, (tx) => tx.execute(query));
    const causes = async (query: ReturnType<typeof sql>) =>
      write(query).then(
        (rows) => (rows as unknown as { count: number }).count,
        (error: Error & { cause?: Error }) => error.cause?.message ?? error.message,
      );
    expect(await causes(sql`insert into people (kind, partner_id, name) values ('partner', ${cast.b}, 'x')`)).toMatch(
      /row-level security/,
    );
    expect(
      await causes(
        sql`insert into audit_entries (actor, action, subject_type, subject, partner_id) values ('x', 'x', 'x', 'x', ${cast.b})`,
      ),
    ).toMatch(/row-level security/);
    expect(await causes(sql`update people set name = 'changed' where partner_id = ${cast.b}`)).toBe(0);
    expect(await causes(sql`update people set partner_id = ${cast.b}`)).toMatch(/permission denied/);
    expect(await causes(sql`delete from sessions where person_id = ${viewerB.personId}`)).toBe(0);
  });
});

describe("a row that a partner writes", () => {
  const said = (error: Error & { code?: string }) => `${error.code} ${error.message}`;
  const insert = (partnerId: string, more: Record<string, string> = {}) =>
    web
      .begin(async (tx) => {
        await tx`select set_config('role', 'portal_partner', true), set_config('app.partner_id', ${cast.a}, true)`;
        await tx`insert into people ${tx({ kind: "partner", partner_id: partnerId, name: "x", ...more })}`;
      })
      .then(() => "written", said);

  it("is refused in the same words whether it names another partner or none that exists", async () => {
    const nobody = "99999999-0000-4000-8000-000000000001";
    expect(await insert(cast.b)).toMatch(/row-level security/);
    expect(await insert(cast.b)).toBe(await insert(nobody));
  });

  it("is told of no other key of another partner than that it is taken", async () => {
    const theirs = { id: "bbbbbbbb-0000-4000-8000-000000000002" };
    const own = { id: viewerA.personId };
    expect((await insert(cast.a, theirs)).replace(theirs.id, "")).toBe((await insert(cast.a, own)).replace(own.id, ""));
    expect(await insert(cast.a, theirs)).not.toMatch(/CANARY/);
  });
});

describe("what a partner adds to a deal", () => {
  const add = (viewer: Viewer, query: ReturnType<typeof sql>) =>
    withViewer(viewer, (tx) => tx.execute(query)).then(
      () => "written",
      (error: Error & { cause?: Error }) => error.cause?.message ?? error.message,
    );
  const theirs = "bbbbbbbb-0000-4000-8000-000000000005";
  const me = viewerA.personId;
  const comment = (deal: string | null, more: { partner?: string; person?: string; kind?: string } = {}) =>
    sql`insert into activities (partner_id, deal_id, kind, subject, "on", person_id)
      values (${more.partner ?? cast.a}, ${deal}, ${more.kind ?? "comment"}, 'x', '2026-05-20', ${more.person ?? me})`;
  const file = (deal: string, partner = cast.a) =>
    sql`insert into files (deal_id, partner_id, name, type, size, sha256, content) values (${deal}, ${partner}, 'x', 'x', 1, 'x', 'x')`;

  it("sec:T14 is a comment of the own company in the own name on an own deal or its record, and nothing else", async () => {
    expect(await add(viewerA, comment(cast.shared))).toBe("written");
    expect(await add(viewerA, comment(null))).toBe("written");
    const wrong = [
      comment(theirs),
      comment(null, { partner: cast.b }),
      comment(cast.shared, { partner: cast.b }),
      comment(cast.shared, { person: viewerB.personId }),
      comment(cast.shared, { kind: "note" }),
      comment(cast.shared, { kind: "call" }),
    ];
    for (const query of wrong) expect(await add(viewerA, query)).toMatch(/row-level security/);
    expect(await add(viewerA, sql`update activities set subject = 'x'`)).toMatch(/denied/);
    expect(await add(viewerA, sql`delete from activities`)).toMatch(/denied/);
  });

  it("sec:T14 is a file of the own company on an own deal, registration or record, in the own name", async () => {
    expect(await add(viewerA, file(cast.shared))).toBe("written");
    expect(await add(viewerA, file(theirs))).toMatch(/row-level security/);
    expect(await add(viewerA, file(cast.shared, cast.b))).toMatch(/row-level security/);
    const registration = sql`insert into files (registration_id, partner_id, name, type, size, sha256, content)
      values ('bbbbbbbb-0000-4000-8000-000000000007', ${cast.a}, 'x', 'x', 1, 'x', 'x')`;
    expect(await add(viewerA, registration)).toMatch(/row-level security/);
    const record = (about: string) => sql`insert into files (about_id, partner_id, name, type, size, sha256, content)
      values (${about}, ${cast.a}, 'x', 'x', 1, 'x', 'x')`;
    expect([await add(viewerA, record(cast.a)), await add(viewerA, record(cast.b))]).toEqual([
      "written",
      expect.stringMatching(/row-level security/),
    ]);
    expect(await add(viewerA, sql`update files set name = 'x'`)).toMatch(/denied/);
    const [added] = await database.sql`select added_by_id from files where deal_id = ${cast.shared}`;
    expect(added?.added_by_id).toBe(me);
  });
});

describe("a list that somebody keeps", () => {
  const colleague: Viewer = { ...viewerA, personId: "aaaaaaaa-0000-4000-8000-000000000077" };
  const seen = (viewer: Viewer) =>
    withViewer(viewer, (tx) => tx.execute<{ name: string }>(sql`select name from saved_views order by 1`)).then(
      (rows) => rows.map(({ name }) => name),
    );
  const change = (viewer: Viewer, query: ReturnType<typeof sql>) =>
    withViewer(viewer, (tx) => tx.execute(query)).then(
      (rows) => (rows as unknown as { count: number }).count,
      (error: Error & { cause?: Error }) => error.cause?.message ?? error.message,
    );

  beforeAll(async () => {
    const made = { kind: "partner", partner_id: cast.a, name: "Colleague", role: "partner_member", access: "active" };
    await database.sql`insert into people ${database.sql({ id: colleague.personId, email: "colleague@a.example", ...made })}`;
    for (const [personId, name, sharing] of [
      [colleague.personId, "shared of the colleague", "shared"],
      [colleague.personId, "of the colleague alone", "own"],
      [cast.manager, "of the manager alone", "own"],
    ] as const)
      await database.sql`insert into saved_views (list, name, query, person_id, sharing) values ('deals', ${name}, '', ${personId}, ${sharing})`;
    await database.sql`insert into list_choices (list, person_id, density) values ('deals', ${colleague.personId}, 'dense')`;
  });

  it("sec:T14 is read by whoever made it, and when shared by the same side, and by nobody else", async () => {
    expect(await seen(viewerA)).toEqual(["own saved_views name", "shared of the colleague"]);
    expect(await seen(colleague)).toEqual([
      "of the colleague alone",
      "own saved_views name",
      "shared of the colleague",
    ]);
    expect(await seen(viewerB)).toEqual(["CANARY-B-saved_views-name"]);
    expect(await seen({ ...staffViewer, personId: "dddddddd-0000-4000-8000-000000000099" })).toEqual([
      "CANARY-B-saved_views-name",
    ]);
    expect(await seen(staffViewer)).toEqual(["CANARY-B-saved_views-name", "of the manager alone"]);
  });

  it("sec:T14 is changed by whoever made it alone, for themselves", async () => {
    const theirs = sql`where person_id = ${colleague.personId}`;
    expect(await change(viewerB, sql`update saved_views set name = 'x' ${theirs}`)).toBe(0);
    expect(await change(viewerB, sql`delete from saved_views ${theirs}`)).toBe(0);
    expect(await change(viewerB, sql`update list_choices set density = 'normal' ${theirs}`)).toBe(0);
    expect(await change(viewerA, sql`update list_choices set density = 'normal' ${theirs}`)).toBe(0);
    expect(await change(viewerA, sql`update saved_views set name = 'x' ${theirs}`)).toMatch(/row-level security/);
    const insert = (sharing: string) =>
      sql`insert into saved_views (list, name, query, person_id, sharing) values ('deals', 'y', '', ${colleague.personId}, ${sharing})`;
    expect(await change(viewerA, insert("shared"))).toMatch(/row-level security/);
    expect(await change(viewerA, sql`update saved_views set person_id = ${viewerA.personId}`)).toMatch(/denied/);
    expect(await change(viewerA, sql`update saved_views set role = 'admin'`)).toMatch(/denied/);
  });
});

describe("staff who look at the portal as a partner", () => {
  const until = new Date(Date.now() + 60_000);
  const looking: Viewer = {
    ...viewerA,
    viewedBy: { personId: cast.manager, name: "The manager", role: "admin", until },
  };

  it("sec:R4 read what the partner does", async () => {
    const rows = await withViewer(looking, (tx) => tx.select({ id: partners.id }).from(partners));
    expect(rows).toEqual([{ id: cast.a }]);
  });

  it.each([
    ["a person", sql`insert into people (kind, partner_id, name) values ('partner', ${cast.a}, 'x')`],
    ["a change of a person", sql`update people set name = 'changed' where partner_id = ${cast.a}`],
    ["a mail", sql`insert into mail_outbox (recipient, sealed) values ('x@x.example', 'x')`],
    ["the end of a session", sql`delete from sessions where person_id = ${viewerA.personId}`],
    [
      "an entry of the log",
      sql`insert into audit_entries (actor, action, subject_type, subject, partner_id) values ('x', 'x', 'x', 'x', ${cast.a})`,
    ],
  ])("sec:R4 cannot write %s", async (_, query) => {
    const refused = await withViewer(looking, (tx) => tx.execute(query)).catch((error) => error.cause ?? error);
    expect(refused).toMatchObject({ code: "25006" });
  });
});

describe("the pool", () => {
  it("never carries one viewer's context into another's request, in thousands of them that break off, abort or lose their connection (sec:T10)", async () => {
    const seen = { a: 0, b: 0, crossed: 0, failed: 0 };
    const requests = rounds(6_000, 20_000);
    const ask = async (n: number) => {
      const viewer = n % 2 ? viewerA : viewerB;
      const rows = await withViewer(viewer, async (tx) => {
        if (n % 7 === 3) await tx.execute(sql`select 1 / 0`);
        const found = await tx.select({ id: partners.id }).from(partners);
        crossedBy(viewer, found);
        if (n % 5 === 2) throw new Error("the page broke");
        if (n % 11 === 4) await tx.execute(sql`savepoint s`);
        return found;
      });
      crossedBy(viewer, rows);
      seen[viewer === viewerA ? "a" : "b"] += 1;
    };
    const crossedBy = (viewer: Viewer, rows: { id: string }[]) => {
      if (rows.length !== 1 || rows[0]?.id !== (viewer as { partnerId: string }).partnerId) seen.crossed += 1;
    };
    const cutting = setInterval(
      () =>
        void database.sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_web' and datname = current_database() order by random() limit 1`,
      250,
    );
    for (let from = 0; from < requests; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, n) => ask(from + n).catch(() => (seen.failed += 1))));
    clearInterval(cutting);
    expect(seen.crossed).toBe(0);
    expect(seen.a).toBeGreaterThan(500);
    expect(seen.b).toBeGreaterThan(500);
    expect(seen.failed).toBeGreaterThan(requests / 4);
  }, 240_000);

  it("holds two connections at most in this test, so that requests share them", async () => {
    const [row] = await database.sql`select count(*)::int as n from pg_stat_activity
      where usename = 'portal_web' and datname = current_database() and application_name = 'portal'`;
    expect(row?.n).toBeGreaterThan(0);
    expect(row?.n).toBeLessThanOrEqual(2);
  });

  it("sets no role or setting beyond the transaction, anywhere in the source", () => {
    const root = join(import.meta.dirname, "..");
    const files = ["app", "bin", "components", "db", "lib"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(ts|tsx|sql)$/.test(file) && !/\.test\.ts$|migrations/.test(file))
        .map((file) => join(root, folder, file)),
    );
    const lasting = files.filter((file) =>
      /set_config\([^)]*,\s*false\s*\)|\bset session\b/i.test(readFileSync(file, "utf8")),
    );
    // What makes a program for measuring has a connection of its own, as the owner, which nobody else is given.
    expect(lasting.filter((file) => !file.endsWith("db/bulk/generate.ts"))).toEqual([]);
  });
});

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import type postgres from "postgres";
import { beforeAll, expect, it } from "vitest";
import { withViewer, withWorker } from "@/db/client";
import { publishImport, revertImport, stageImport } from "@/db/imports/commands";
import { mergePartners, unmergePartners } from "@/db/partners/merge";
import { testDatabase } from "@/db/testing/database";
import { type Fraction, oracle } from "@/db/testing/oracle";
import { rounds } from "@/db/testing/rounds";
import type { Viewer } from "@/lib/access/viewer";
import type { Mapping } from "@/lib/imports/mapping";
import { shippedMapping } from "@/lib/imports/sources";
import {
  type ComponentKey,
  componentKeys,
  componentOf,
  groupsAddUp,
  isByDay,
  rowsAddUp,
} from "@/lib/metrics/components";
import { type Dimension, dimensionKeys, dimensions } from "@/lib/metrics/dimensions";
import { type LeftOutReason, partsOf } from "@/lib/metrics/left-out";
import { componentsOf } from "@/lib/metrics/metric";
import { metricKeys, metricOf } from "@/lib/metrics/registry";
import { divideExact } from "@/lib/money";
import { measure } from "./measure";
import { answer, reachOf, readProgram, sumsOf } from "./queries";
import { checkRollups, drainDirty } from "./rollup";
import { countFacts, listFacts } from "./rows";

const database = testDatabase();
const seconds = Number(process.env.STORM_SECONDS ?? 6);
const admin = { kind: "staff", role: "admin", personId: "00000000-0000-4000-8000-000000000009", name: "Ada" } as Viewer;
const actor = { personId: null, name: "a test" };
const crm = shippedMapping("maven-crm") as Mapping;
const stagesOf = ["prospecting", "proposal", "won", "won", "lost"];
const anyOf = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)] as T;
const anyDay = () => new Date(Date.UTC(2025, 0, 1 + Math.floor(Math.random() * 600))).toISOString().slice(0, 10);
let partners: string[] = [];
let deals: string[] = [];
let accounts: string[] = [];
let people: { id: string; partner_id: string }[] = [];

beforeAll(async () => {
  const { sql: owner } = database;
  partners = (
    await owner`insert into partners (name, type, region, joined_on) select 'Partner ' || n, 'reseller', 'EMEA', '2024-01-01' from generate_series(1, 12) n returning id`
  ).map(({ id }) => id);
  accounts = (
    await owner`insert into accounts (name, country) select 'Customer ' || n, case when n < 5 then 'Land ' || n end from generate_series(1, 6) n returning id`
  ).map(({ id }) => id);
  people = [
    ...(await owner<
      { id: string; partner_id: string }[]
    >`insert into people (kind, name, partner_id) select 'partner', 'Person', id from partners returning id, partner_id`),
  ];
  const [product] = await owner`insert into products (name, family) values ('Drill', 'Tools') returning id`;
  deals = (
    await owner`insert into deals (name, stage, currency) select 'Deal ' || n, 'prospecting', 'USD' from generate_series(1, 60) n returning id`
  ).map(({ id }) => id);
  for (const [index, deal] of deals.entries()) {
    const [source, helper] = [partners[index % 12] as string, partners[(index + 5) % 12] as string];
    await owner`update deals set account_id = ${anyOf(accounts)}, accepted = ${index % 7 > 0}, registered_on = ${index % 3 ? anyDay() : null} where id = ${deal}`;
    if (index % 10)
      await owner`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${source}, 'sourcing')`;
    if (index % 4 === 0)
      await owner`insert into deal_partners (deal_id, partner_id, role) values (${deal}, ${helper}, 'influencing')`;
    await owner`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${deal}, ${anyDay()}, 'prospecting', ${1000 + index}, 'USD')`;
    if (index % 2)
      await owner`insert into deal_lines (deal_id, line_no, product_id, amount_e4) values (${deal}, 1, ${product?.id}, 500)`;
  }
  await owner`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on)
    select deal_id, valid_from + interval '9 days', 'proposal', amount_e4 * 2, 'USD', from_on + 60 from deal_versions`;
  await owner`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency)
    select deal_id, max(valid_from) + random() * interval '100 days', case when random() < 0.7 then 'won' else 'lost' end, max(amount_e4), 'USD'
    from deal_versions where random() < 0.9 group by deal_id`;
  await owner`insert into revenue_lines (partner_id, deal_id, kind, amount_e4, currency, invoiced_on)
    select partner_id, deal_id, 'upsell', 7000, 'USD', '2025-09-01' from deal_partners where random() < 0.5`;
  for (let round = 0; round < 25; round++) {
    await Promise.all([register(), renew(), ...facts.map((fact) => fact(owner))]);
    if (round % 2) await decide();
  }
});

const register = () =>
  database.sql`insert into registrations (partner_id, deal_id, status, submitted_on, submitted_at)
    select ${anyOf(partners)}, ${anyOf(deals)}, 'submitted', d, d from (select ${anyDay()}::date as d) x`;
const renew = () =>
  database.sql`insert into revenue_lines (partner_id, kind, amount_e4, currency, invoiced_on)
    values (${anyOf(partners)}, 'renewal', ${Math.floor(Math.random() * 1e6)}, 'USD', ${anyDay()})`;
const decide = () =>
  database.sql`update registrations set (decision, status) = (select d, case when d = 'approved' then 'closed' else 'rejected' end from (select case when random() < 0.6 then 'approved' else 'rejected' end as d) x), decided_on = ${anyDay()}, decided_at = now(), answered_at = submitted_at + random() * interval '9 days'
    where id = (select id from registrations where decision is null order by random() limit 1)`;

/** As every command that changes a deal: under its lock, so that its versions follow each other. */
const locked = (deal: string, change: (tx: postgres.TransactionSql, deal: string) => Promise<unknown>) =>
  database.sql.begin(async (tx) => {
    await tx`select from deals where id = ${deal} for update`;
    await change(tx, deal);
  });

const whole = (most: number) => Math.floor(Math.random() * most);
const amendable = [
  ["revenue_lines", "invoiced_on"],
  ["channel_costs", "spent_on"],
  ["incentive_grants", "granted_on"],
  ["incentive_uses", "used_on"],
  ["funded_deals", "touched_on"],
  ["satisfaction_answers", "answered_on"],
  ["certifications", "issued_on"],
  ["training_assignments", "completed_on"],
  ["integrations", "live_on"],
  ["engagements", "on"],
  ["subscriptions", "started_on"],
] as const;

/** One more fact of any other kind. */
const facts: ((owner: typeof database.sql) => Promise<unknown>)[] = [
  (owner) =>
    owner`insert into channel_costs (partner_id, kind, amount_e4, currency, spent_on) values (${anyOf([null, anyOf(partners)])}, 'support', ${whole(1e5)}, 'USD', ${anyDay()})`,
  (owner) =>
    owner`insert into incentive_grants (partner_id, kind, amount_e4, currency, granted_on) values (${anyOf(partners)}, ${anyOf(["mdf", "mdf", "rebate"])}, ${whole(1e5)}, 'USD', ${anyDay()})`,
  (owner) =>
    owner`insert into incentive_uses (grant_id, partner_id, amount_e4, currency, used_on) select id, partner_id, ${whole(5e4)}, 'USD', ${anyDay()} from incentive_grants order by random() limit 1`,
  (owner) =>
    owner`insert into funded_deals (grant_id, deal_id, partner_id, touched_on) select id, ${anyOf(deals)}, partner_id, ${anyDay()} from incentive_grants order by random() limit 1`,
  (owner) =>
    owner`insert into satisfaction_answers (kind, partner_id, score, answered_on) values ('pulse', ${anyOf(partners)}, ${whole(11)}, ${anyDay()})`,
  (owner) =>
    owner`insert into satisfaction_answers (kind, partner_id, score, answered_on) values ('csat', ${anyOf([null, anyOf(partners)])}, ${1 + whole(5)}, ${anyDay()})`,
  (owner) =>
    owner`insert into support_tickets (partner_id, subject, opened_at, resolved_at) select ${anyOf([null, anyOf(partners)])}, 'Help', d, case when random() < 0.8 then d + random() * interval '20 days' end from (select ${anyDay()}::timestamptz + random() * interval '1 day' as d) x`,
  (owner) =>
    owner`insert into data_issues (metric, partner_id, shared, period_from, period_to, query, version, as_of, evidence, question, due_on, opened_at, status, answer, resolved_at)
      select 'win_rate', p, p is not null and random() < 0.7, '2026-01-01', '2026-04-01', '', 1, now(), '{}', 'Right?', '2027-01-01', d,
        case when done then 'answered' else 'open' end, case when done then 'valid' end, case when done then d + random() * interval '20 days' end
      from (select ${anyOf([null, anyOf(partners)])}::uuid as p, ${anyDay()}::timestamptz + random() * interval '1 day' as d, random() < 0.7 as done) x`,
  (owner) =>
    owner`insert into integrations (partner_id, name, live_on) values (${anyOf(partners)}, 'Sync', ${anyDay()})`,
  (owner) =>
    owner`insert into installs (integration_id, partner_id, installed_on, configured_on, synced_on, uninstalled_on) select id, partner_id, ${anyDay()}, ${anyOf([null, anyDay()])}, ${anyOf([null, anyDay()])}, ${anyOf([null, "2027-01-01"])} from integrations order by random() limit 1`,
  (owner) =>
    owner`insert into uptime_days (integration_id, partner_id, "on", minutes_up, minutes_observed) select id, partner_id, ${anyDay()}, ${whole(1440)}, 1440 from integrations order by random() limit 1 on conflict do nothing`,
  (owner) =>
    owner`insert into engagements (partner_id, kind, title, "on") values (${anyOf(partners)}, ${anyOf(["content", "co_marketing"])}, 'Page', ${anyDay()})`,
  (owner) =>
    owner`insert into partner_families (partner_id, family, from_on) values (${anyOf(partners)}, ${anyOf(["Tools", "Light"])}, ${anyOf([null, anyDay()])})`,
  (owner) =>
    owner`insert into certifications (partner_id, name, issued_on, expires_on) values (${anyOf(partners)}, 'C', ${anyOf([null, anyDay()])}, ${anyOf([null, "2026-02-01"])})`,
  (owner) =>
    owner`insert into training_assignments (partner_id, course, assigned_on, due_on, completed_on) values (${anyOf(partners)}, 'T', '2024-12-01', ${anyDay()}, ${anyOf([null, anyDay()])})`,
  (owner) =>
    owner`insert into subscriptions (partner_id, account_id, started_on, ended_on) values (${anyOf(partners)}, ${anyOf(accounts)}, ${anyDay()}, ${anyOf([null, "2026-01-15"])})`,
  (owner) =>
    owner`insert into revenue_lines (partner_id, deal_id, kind, amount_e4, currency, invoiced_on) select partner_id, deal_id, ${anyOf(["upsell", "cross_sell", "new"])}, ${whole(1e5)}, 'USD', ${anyDay()} from deal_partners order by random() limit 1`,
  (owner) => {
    const person = anyOf(people);
    return owner`insert into visits (person_id, partner_id, "on") select id, partner_id, ${anyDay()} from people where id = ${person.id} on conflict do nothing`;
  },
  (owner) =>
    owner`update partners set contract_signed_on = ${anyOf([null, anyDay(), "2024-06-01"])}, yearly_cost_e4 = ${anyOf([null, whole(1e7)])} where id = ${anyOf(partners)}`,
  (owner) =>
    owner`update partners set status = ${anyOf(["onboarding", "active", "dormant", "suspended"])} where id = ${anyOf(partners)}`,
];

/** What people and systems do to the program, each in its own transaction. Two that collide: one may be refused. */
const changes: (() => Promise<unknown>)[] = [
  function moveOn() {
    return locked(
      anyOf(deals),
      (tx, deal) => tx`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on)
      values (${deal}, ${anyDay()}::date + random() * interval '1 day', ${anyOf(stagesOf)}, ${Math.floor(Math.random() * 1e6)}, 'USD', ${anyOf([null, anyDay()])})`,
    );
  },
  function correct() {
    return locked(
      anyOf(deals),
      (
        tx,
        deal,
      ) => tx`update deal_versions set superseded_at = now() where id = (select id from deal_versions v where superseded_at is null and deal_id = ${deal}
        and exists (select from deal_versions o where o.deal_id = v.deal_id and o.id <> v.id and o.superseded_at is null) order by random() limit 1)`,
    );
  },
  function give() {
    return database.sql`update deal_partners set partner_id = ${anyOf(partners)} where deal_id = ${anyOf(deals)} and role = 'sourcing'`;
  },
  function note() {
    return anyOf(facts)(database.sql);
  },
  /** A fact is found to have been of another day, or not at all. */
  function amend() {
    const [table, day] = anyOf(amendable);
    const { sql: owner } = database;
    return Math.random() < 0.3
      ? owner`delete from ${owner(table)} where id = (select id from ${owner(table)} order by random() limit 1)`
      : owner`update ${owner(table)} set ${owner(day)} = ${anyDay()} where id = (select id from ${owner(table)} order by random() limit 1)`;
  },
  decide,
  register,
  function promote() {
    const after = database.sql`set_config('app.effective_on', ${anyDay()}, true)`;
    return database.sql.begin(async (tx) => {
      await tx`select ${after}`;
      await tx`update partners set region = ${anyOf(["EMEA", "APAC", "AMER"])}, tier = ${anyOf(["gold", "silver"])} where id = ${anyOf(partners)}`;
    });
  },
  renew,
  async function merge() {
    const [survivorId, mergedId] = [anyOf(partners), anyOf(partners)];
    if (survivorId === mergedId) return;
    const by = { personId: null as unknown as string };
    const { id } = await withViewer(
      admin,
      (tx) => mergePartners(tx, by, { survivorId, mergedId, reason: "A storm" }),
      "long",
    );
    await withViewer(admin, (tx) => unmergePartners(tx, by, { mergeId: id, reason: "It is over" }), "long");
  },
  async function bringIn() {
    const folder = mkdtempSync(join(tmpdir(), "storm-"));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return { path: join(folder, name), name };
    };
    const n = Math.floor(Math.random() * 50);
    const files = [
      file(
        "accounts.csv",
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1999,1.0,10,Italy,\n",
      ),
      file("products.csv", "product,series,sales_price\nSaw,Tools,10\n"),
      file("sales_teams.csv", "sales_agent,manager,regional_office\nKim Storm,Storm Partners,East\n"),
      file(
        "sales_pipeline.csv",
        `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\nSTORM${n},Kim Storm,Saw,Acme,Won,2025-02-01,2025-03-${String((n % 27) + 1).padStart(2, "0")},${n}\n`,
      ),
    ];
    const batch = await withViewer(admin, (tx) => stageImport(tx, actor, crm, files), "long");
    await withViewer(admin, (tx) => publishImport(tx, actor, batch), "long");
    if (n % 2) await withViewer(admin, (tx) => revertImport(tx, actor, batch, "A storm"), "long");
  },
];

it(
  "eight writers who edit, move back in time, merge, import and revert while sums are made leave every kept sum right (req:K1)",
  async () => {
    const until = Date.now() + seconds * 1000;
    const done: Record<string, number> = {};
    const unexpected: string[] = [];
    const writer = async () => {
      while (Date.now() < until) {
        const change = anyOf(changes);
        await change().then(
          () => {
            done[change.name] = (done[change.name] ?? 0) + 1;
          },
          (error: Error & { code?: string; cause?: { code?: string } }) => {
            // Deadlocks, unique keys and rules: one of two that collide is refused as a whole.
            const code = error.code ?? error.cause?.code ?? error.name;
            if (!["40P01", "23505", "40001", "Refused", "NotFound", "23514"].includes(code))
              unexpected.push(`${change.name}: ${code} ${error.message} ${error.cause}`);
          },
        );
      }
    };
    const drainer = async () => {
      while (Date.now() < until) await drainDirty();
    };
    await Promise.all([...Array.from({ length: 8 }, writer), drainer(), drainer()]);
    expect(unexpected).toEqual([]);
    for (const change of changes) expect(done[change.name], change.name).toBeGreaterThan(0);
    await drainDirty();
    expect((await checkRollups()).differences).toEqual([]);
    if (process.env.VERBOSE) console.log(done);
  },
  (seconds + 60) * 1000,
);

const spans = [
  { from: "2025-02-10", to: "2026-04-01" },
  { from: "2025-10-01", to: "2026-01-01" },
  { from: "2026-01-01", to: "2026-12-15" },
];

it("and every metric is what it is when counted anew in plain TypeScript from the raw rows, of the program and of each partner (req:K1)", async () => {
  const [row] = await database.sql`select program_day(now())::text as today`;
  const values = await oracle(database.sql, row?.today);
  const wrong: unknown[] = [];
  const real = new Map<string, number>();
  const compare = (what: unknown[], value: string | null, expected: Fraction) => {
    const text = value && expected ? divideExact(...expected, value.split(".")[1]?.length ?? 0) : null;
    if (value !== text || (value === null) !== (expected === null)) wrong.push([...what, value, expected]);
    const [metric] = what as [string];
    if (value !== null && Number(value) !== 0) real.set(metric, (real.get(metric) ?? 0) + 1);
  };
  for (const span of spans) {
    const program = values(span, null);
    const own = new Map(partners.map((id) => [id, values(span, id)]));
    await withWorker(async (tx) => {
      for (const metric of metricKeys) {
        const { total, groups } = await answer(tx, "operator", { metric, span, by: "partner" });
        compare([metric, span.from, "program"], total.value, program[metric]);
        for (const { group, value } of groups)
          if (own.has(group)) compare([metric, span.from, group], value, own.get(group)?.[metric] ?? null);
      }
    });
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  // Nothing is said by figures of which none has a value.
  expect(metricKeys.filter((key) => !real.has(key)).length).toBeLessThan(4);
  if (process.env.VERBOSE) console.log(Object.fromEntries(real));
}, 60_000);

it("and what is counted and what is left out of it are together all there was to count (req:F5)", async () => {
  type Pair = [whole: ComponentKey | SQL, part: ComponentKey, reasons: LeftOutReason[]];
  const pairs: Pair[] = Object.entries(partsOf).map(([part, { whole, reason }]) => [
    whole,
    part as ComponentKey,
    [reason],
  ]);
  const wrong: unknown[] = [];
  const left = new Set<string>();
  for (const span of spans) {
    const [from, to] = [sql`${span.from}::date`, sql`${span.to}::date`];
    const rows = (what: SQL, day: SQL) => sql`select 1 from ${what} where ${day} >= ${from} and ${day} < ${to}`;
    const answers = sql`satisfaction_answers a`;
    /** All rows among which a component chooses, by a statement of its own. */
    const candidates: Pair[] = [
      [rows(sql`registrations`, sql`decided_on`), "responded", ["no_answer_time"]],
      [sql`${rows(answers, sql`answered_on`)} and partner_id is not null`, "pulse_answers", ["of_customers"]],
      [sql`${rows(answers, sql`answered_on`)} and partner_id is not null`, "csat_answers", ["of_partner_people"]],
      [sql`${rows(answers, sql`answered_on`)} and kind = 'csat'`, "csat_direct_answers", ["with_partner"]],
      [rows(sql`incentive_uses`, sql`used_on`), "mdf_paid", ["other_grant"]],
      [
        rows(sql`incentive_uses u join incentive_grants g on g.id = u.grant_id`, sql`granted_on`),
        "incentives_used",
        ["used_later"],
      ],
      [sql`select 1 from installs where installed_on < ${to}`, "active_installs", ["removed"]],
      [
        rows(
          sql`(select min(d) as day from (select partner_id, live_on as d from integrations union all select partner_id, submitted_on from registrations
          union all select partner_id, registered_on from deals) x join partners p on p.id = x.partner_id
          where p.contract_signed_on is not null and p.merged_into_id is null group by p.id) l`,
          sql`day`,
        ),
        "launched",
        ["before_signing"],
      ],
      ["won_amount", "top_partner_amount", ["below_top_fifth"]],
      [
        sql`select 1 from partners where merged_into_id is null and (contract_signed_on is null and coalesce(joined_on, '-infinity') < ${to}
          or contract_signed_on >= ${from} and contract_signed_on < ${to})`,
        "signed",
        ["no_signing_day"],
      ],
      [
        sql`select 1 from (select opened_at, resolved_at from support_tickets union all select opened_at, resolved_at from data_issues) x where program_day(opened_at) < ${to}
          and (resolved_at is null or program_day(resolved_at) >= ${from})`,
        "resolution_median",
        ["unresolved"],
      ],
    ];
    await withWorker(async (tx) => {
      const program = await readProgram(tx);
      const reach = reachOf("operator", program);
      const count = async (component: ComponentKey, leftOut?: LeftOutReason) =>
        (await countFacts(tx, program, reach, { component, span, where: {}, leftOut })).count;
      for (const [whole, part, reasons] of [...pairs, ...candidates]) {
        const all = typeof whole === "string" ? await count(whole) : (await tx.execute(whole)).length;
        const others = await Promise.all(reasons.map((reason) => count(part, reason)));
        if (others.some((n) => n > 0)) left.add(part);
        const sum = others.reduce((a, b) => a + b, await count(part));
        if (sum !== all) wrong.push([part, span.from, all, await count(part), others]);
      }
    });
  }
  expect(wrong).toEqual([]);
  // Nothing is said by reasons that nothing was left out for.
  expect(left.size).toBeGreaterThan(15);
}, 60_000);

const periods = [
  { from: "2025-11-01", to: "2025-12-01" },
  { from: "2025-10-01", to: "2026-01-01" },
  { from: "2025-01-01", to: "2026-01-01" },
  { from: "2025-05-01", to: "2026-05-01" },
  { from: "2025-02-10", to: "2026-03-17" },
];

it(
  "and the groups of every dimension add up to the whole, for every component, in months, quarters, years and any days (req:F5)",
  async () => {
    const keys = componentKeys.filter(groupsAddUp);
    const most = rounds(1, periods.length);
    const wrong: unknown[] = [];
    await withWorker(async (tx) => {
      const reach = reachOf("operator", await readProgram(tx));
      for (const [index, span] of periods.entries()) {
        const whole = sumsOf(await measure(tx, keys, [span], { by: null, where: {} }, reach));
        for (const by of dimensionKeys.filter((_, n) => (n + index) % periods.length < most)) {
          const { of } = dimensions[by];
          // A deal with two products counts in both, one with two partners in the group of each, and what reaches back is of no day of the span.
          const cut = keys.filter((key) => {
            if (componentOf(key).distinct && of === "partner") return false;
            return of === "time" ? isByDay(key) : of !== "line" || componentOf(key).measures === "money";
          });
          const groups = await measure(tx, cut, [span], { by, where: {} }, reach);
          const sums = sumsOf(groups);
          for (const key of cut) {
            const [a, b] = [whole[key]?.value ?? 0n, sums[key]?.value ?? 0n];
            // Money split over products is rounded in each group.
            const off = of === "line" ? BigInt(groups.filter((row) => row.component === key).length) : 0n;
            if (a - b > off || b - a > off) wrong.push([key, by, span.from, a, b]);
          }
        }
      }
    });
    expect(wrong).toEqual([]);
  },
  rounds(60_000, 600_000),
);

it(
  "and the rows of a group add up to what the group says, for any component, dimension and period (req:F5)",
  async () => {
    const cuts = dimensionKeys.filter((by) => dimensions[by].of !== "time");
    const all = componentKeys
      .filter(rowsAddUp)
      .flatMap((component) => cuts.flatMap((by) => periods.map((span) => ({ component, by, span, at: Math.random() }))))
      .sort((a, b) => a.at - b.at);
    const wrong: unknown[] = [];
    let compared = 0;
    await withWorker(async (tx) => {
      const program = await readProgram(tx);
      const reach = reachOf("operator", program);
      for (const { component, by, span } of all.slice(0, rounds(150, all.length))) {
        const groups = await measure(tx, [component], [span], { by, where: {} }, reach);
        for (const { group, value } of groups.slice(0, 3)) {
          const where = { [by]: [group ?? ""] };
          const { sum } = await countFacts(tx, program, reach, { component, span, where });
          if (sum !== value.toString()) wrong.push([component, by, span.from, group, value, sum]);
          compared += 1;
        }
      }
    });
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(compared).toBeGreaterThan(100);
  },
  rounds(60_000, 900_000),
);

it("and what a partner signs, integrates or is certified for makes its sums anew (req:K1)", async () => {
  const { sql: owner } = database;
  const changed: Record<string, () => Promise<unknown>> = {
    certifications: () =>
      owner`insert into certifications (partner_id, name) select id, 'Of all times' from partners where merged_into_id is null`,
    signed: () => owner`update partners set contract_signed_on = '2024-11-11'`,
    integrations: () =>
      owner`insert into integrations (partner_id, name, live_on) select id, 'Early', '2024-12-24' from partners`,
  };
  const stale: string[] = [];
  const sums = () =>
    owner`select component, sum(value)::text from metric_month where component in ('certified_won', 'signed', 'launch_days') group by 1 order by 1`;
  for (const [what, change] of Object.entries(changed)) {
    await drainDirty();
    const before = await sums();
    await change();
    await drainDirty();
    if (JSON.stringify(before) === JSON.stringify(await sums())) stale.push(what);
    expect((await checkRollups()).differences, what).toEqual([]);
  }
  expect(stale).toEqual([]);
}, 30_000);

it("the rows behind a figure can be narrowed to a product family", async () => {
  const question = { component: "won_amount" as const, span: { from: "2025-01-01", to: "2027-01-01" } };
  const { rows } = await listFacts(admin, { ...question, where: { family: ["Tools"] } });
  expect(rows.length).toBeGreaterThan(0);
});

it("and every figure of the program is the same from the sums, from the rows, and from both", async () => {
  const span = { from: "2025-02-10", to: "2026-04-01" };
  const kept = metricKeys.filter((key) =>
    componentsOf(metricOf(key), false).some((part) => componentOf(part).rollup || componentOf(part).of),
  );
  const cuts: (Dimension | null)[] = [null, "region", "family", "stage", "month", "partner"];
  const read = () =>
    withWorker((tx) =>
      Promise.all(
        kept.flatMap((metric) =>
          cuts.map(async (by) => [metric, by, (await answer(tx, "operator", { metric, span, by })) as unknown]),
        ),
      ),
    );
  const mark = (how: string) =>
    withWorker((tx) =>
      tx.execute(sql`insert into metric_dirty (partner_id) select id from partners where ${sql.raw(how)}`),
    );
  const fromSums = await read();
  await mark("name like 'Partner 1%'");
  const fromBoth = await read();
  await mark("true");
  const fromRows = await read();
  const values = (answers: unknown[][]) =>
    JSON.parse(
      JSON.stringify(answers, (key, part) =>
        key === "facts" ? undefined : typeof part === "bigint" ? `${part}` : part,
      ),
    );
  expect(values(fromBoth)).toEqual(values(fromRows));
  expect(values(fromSums)).toEqual(values(fromRows));
}, 60_000);

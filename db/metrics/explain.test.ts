import { beforeAll, describe, expect, it } from "vitest";
import { withViewer } from "@/db/client";
import { readTotals } from "@/db/deals/totals";
import { testDatabase } from "@/db/testing/database";
import type { Viewer } from "@/lib/access/viewer";
import { dealFilter } from "@/lib/deals/filter";
import { NotFound } from "@/lib/errors";
import { type ComponentKey, rowsAddUp } from "@/lib/metrics/components";
import { wholeText } from "@/lib/metrics/figure";
import { metricQuery, readMetricFilter } from "@/lib/metrics/filter";
import { type LeftOutReason, reasonsFor } from "@/lib/metrics/left-out";
import { factParts } from "@/lib/metrics/parts";
import { type Place, readPlace } from "@/lib/metrics/place";
import { metricKeys, metricOf } from "@/lib/metrics/registry";
import { readDictionary } from "./dictionary";
import { explainMetric, readExplanation } from "./explain";
import { readFigures } from "./figures";
import { readHome } from "./home";
import { measure } from "./measure";
import { ask, reachOf, readProgram, sumsOf } from "./queries";
import { drainDirty } from "./rollup";
import { exportFacts, factsIn, listFacts } from "./rows";
import { tellOf } from "./told";

const database = testDatabase();
const p = "00000000-0000-4000-8000-000000000001";
const q = "00000000-0000-4000-8000-000000000002";
const now = new Date("2026-05-20T12:00:00Z");
const span = { from: "2026-01-01", to: "2026-07-01" };
const asked = readMetricFilter(span);
const staff = { kind: "staff", role: "admin", personId: p, name: "Ada" } as Viewer;
const of = (partnerId: string) =>
  ({ kind: "partner", role: "partner_admin", partnerId, partnerName: "P", personId: p, name: "Pat" }) as Viewer;

beforeAll(async () => {
  const { sql } = database;
  await sql`insert into partners (id, name, type, status, joined_on, tier) values (${p}, 'P', 'reseller', 'active', '2020-01-01', 'gold'), (${q}, 'Q', 'agency', 'suspended', '2020-01-01', null)`;
  await sql`update partner_versions set valid_from = '2020-01-01'`;
  await sql`insert into products (id, name, family) values (${p}, 'Drill', 'Tools'), (${q}, 'Lamp', 'Light')`;
  const at = (n: number) => `00000000-0000-4000-9000-${String(n).padStart(12, "0")}`;
  for (let n = 0; n < 40; n++) {
    const id = at(n);
    const [source, outcome, day] = [n % 5 === 4 ? null : n % 5 > 1 ? q : p, n % 4, `2026-0${2 + (n % 3)}-1${n % 4}`];
    await sql`insert into deals (id, name, stage, currency, accepted, expected_close_on) values (${id}, ${`Deal ${n}`}, 'prospecting', ${n === 5 ? "JPY" : "USD"}, ${n % 6 !== 0}, '2026-06-01')`;
    if (source) await sql`insert into deal_partners (deal_id, partner_id, role) values (${id}, ${source}, 'sourcing')`;
    if (n % 3 === 0 && source !== p)
      await sql`insert into deal_partners (deal_id, partner_id, role) values (${id}, ${p}, 'influencing')`;
    await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency, expected_close_on) values (${id}, '2026-01-10', 'prospecting', ${1_000_001 + n}, ${n === 5 ? "JPY" : "USD"}, '2026-06-01')`;
    if (outcome < 3)
      await sql`insert into deal_versions (deal_id, valid_from, stage, amount_e4, currency) values (${id}, ${day}, ${outcome === 2 ? "lost" : "won"}, ${1_000_001 + n}, ${n === 5 ? "JPY" : "USD"})`;
    for (const [line, product] of [p, q, p].entries())
      await sql`insert into deal_lines (deal_id, line_no, product_id, amount_e4) values (${id}, ${line + 1}, ${product}, ${333_333 + line})`;
  }
  await sql`insert into registrations (partner_id, status, submitted_on, submitted_at) values (${p}, 'submitted', '2026-04-01', '2026-04-01'), (${q}, 'submitted', '2026-04-02', '2026-04-02')`;
  await sql`insert into registrations (partner_id, status, created_at) values (${p}, 'draft', '2026-04-01')`;
  await drainDirty();
});

const places = (rows: { day: string | null; refId: string; value: string | null; partnerId: string | null }[]) =>
  rows.map((row) => [row.day, row.refId, row.partnerId, row.value]);

describe("the rows behind a figure", () => {
  it.each([{}, { tier: ["gold"] }, { family: ["Tools"] }, { family: ["Tools", "Light"] }])(
    "add up to it exactly and stand on its pages once each, of any metric, filtered by %j (req:F5)",
    async (where) => {
      await withViewer(staff, async (tx) => {
        const program = await readProgram(tx);
        const reach = reachOf(staff, program);
        for (const { key: component } of metricKeys.flatMap((key) => factParts(metricOf(key), false))) {
          const question = { component, span, where };
          const all = await listFacts(staff, { ...question, limit: 10_000 });
          const paged: typeof all.rows = [];
          for (let after: Place | null = null; ; ) {
            const page = await factsIn(tx, program, reach, { ...question, limit: 7, after });
            paged.push(...page.rows);
            after = readPlace(page.next);
            if (!after) break;
            expect(after.shown).toBe(paged.length);
          }
          expect(places(paged), component).toEqual(places(all.rows));
          const sum = paged.reduce((total, row) => total + BigInt(row.value ?? 0), 0n).toString();
          const measured = sumsOf(await measure(tx, [component], [span], { by: null, where }, reach))[component];
          expect([component, sum]).toEqual([component, all.sum]);
          if (rowsAddUp(component)) expect([component, sum]).toEqual([component, (measured?.value ?? 0n).toString()]);
        }
      });
    },
    60_000,
  );

  it("leave a file as they stand on the pages", async () => {
    const rows = [];
    for await (const step of exportFacts(staff, { component: "won_amount", span, where: {} })) rows.push(...step);
    expect(rows).toEqual((await listFacts(staff, { component: "won_amount", span, where: {}, limit: 10_000 })).rows);
    expect(rows.length).toBeGreaterThan(10);
  });
});

const leftOut = async (viewer: Viewer, key: ComponentKey, partnerId?: string) => {
  const found: Partial<Record<LeftOutReason, number>> = {};
  for (const reason of reasonsFor(key, viewer.kind === "partner" ? "own" : Boolean(partnerId)))
    found[reason] = (
      await listFacts(viewer, { component: key, span, where: {}, leftOut: reason, partnerId: partnerId ?? null })
    ).count;
  return found;
};

describe("the rows left out of a figure", () => {
  it("are with those that are counted all that is near to it, each for its reason (req:F5)", async () => {
    const found = await leftOut(staff, "won_amount");
    const { sql } = database;
    const [facts] = await sql`select count(*) filter (where outcome = 'won' and partner_id is null)::int as direct,
      count(*) filter (where outcome = 'lost' and partner_id is not null)::int as lost, count(*) filter (where outcome = 'open' and partner_id is not null)::int as open from deals`;
    expect(found).toEqual({ no_rate: 1, no_partner: facts?.direct, lost: facts?.lost, still_open: facts?.open });
    expect(await leftOut(staff, "enrolled")).toEqual({ not_enrolled: 1, joined_later: 0, merged: 0 });
  });

  it("are its own for a partner, which does not learn how many others there are", async () => {
    const own = await leftOut(of(p), "won_amount");
    const [facts] = await database.sql`select count(*)::int as influenced from deals d
      where outcome = 'won' and exists (select from deal_partners x where x.deal_id = d.id and x.partner_id = ${p} and x.role = 'influencing')`;
    expect(own).toMatchObject({ influenced: facts?.influenced });
    expect(own).not.toHaveProperty("no_partner");
    expect(await leftOut(staff, "won_amount", p)).toEqual(own);
    const direct = { component: "won_amount", span, where: {}, leftOut: "no_partner" } as const;
    await expect(listFacts(of(p), direct)).rejects.toThrow(NotFound);
  });

  it("name a draft to the partner that writes it and to nobody else", async () => {
    expect(await leftOut(of(p), "registered")).toEqual({ draft: 1 });
    expect(await leftOut(staff, "registered", p)).toEqual({});
  });
});

describe("what is told of a figure", () => {
  it("is its definition, and of each part rows that add up to what it counts beside those left out (req:F5)", async () => {
    await withViewer(staff, async (tx) => {
      const program = await readProgram(tx);
      const reach = reachOf(staff, program, p);
      const { definition, parts } = await tellOf(tx, program, reach, { metric: "win_rate", span });
      expect(definition).toMatchObject({ version: 1, formula: expect.stringContaining("won") });
      expect(parts.map(({ component, side }) => [component, side])).toEqual([
        ["accepted_won", "numerator"],
        ["accepted_lost", "denominator"],
      ]);
      for (const { rows, measured } of parts) expect([rows.sum, Number(rows.sum) > 0]).toEqual([measured, true]);
      expect(parts[0]?.leftOut.map(({ reason }) => reason)).toContain("not_accepted");
    });
  });
});

describe("what figures beside deals leave out", () => {
  it("is a partner of unknown cost, an integration that nobody watched, a country of a deal that was not won, and what staff ask among themselves (req:F5)", async () => {
    const { sql } = database;
    await sql`update partners set yearly_cost_e4 = 1 where id = ${q}`;
    await sql`insert into integrations (id, partner_id, name, live_on) values (${p}, ${p}, 'Seen', '2026-01-01'), (${q}, ${p}, 'Unseen', '2026-01-01')`;
    await sql`insert into uptime_days (integration_id, partner_id, "on", minutes_up, minutes_observed) values (${p}, ${p}, '2026-02-01', 9, 10)`;
    for (const shared of [true, false])
      await sql`insert into data_issues (metric, partner_id, shared, period_from, period_to, query, version, as_of, evidence, question, due_on, opened_at)
        values ('win_rate', ${p}, ${shared}, '2026-01-01', '2026-04-01', '', 1, now(), '{}', 'Right?', '2026-05-01', '2026-04-02')`;
    expect(await leftOut(staff, "program_cost")).toMatchObject({ no_yearly_cost: 1 });
    expect(await leftOut(staff, "minutes_observed", p)).toEqual({ not_observed: 1 });
    expect(await leftOut(staff, "escalations_opened", p)).toEqual({ kept_by_staff: 1 });
    expect(await leftOut(staff, "escalations_opened")).toEqual({});
    expect(await leftOut(of(p), "escalations_opened")).toEqual({});
    const [deals] =
      await sql`select count(*) filter (where outcome = 'lost' and partner_id is not null)::int as lost from deals`;
    expect(await leftOut(staff, "won_markets")).toMatchObject({ lost: deals?.lost });
  });
});

describe("one question has one value", () => {
  it.each([
    ["staff", staff, undefined],
    ["a partner", of(p), undefined],
    ["staff of one partner", staff, p],
  ] as const)(
    "on every page that shows it, to %s (req:F5)",
    async (_, viewer, partnerId) => {
      const filter = partnerId ? readMetricFilter({ ...span, partner: partnerId }) : asked;
      const keys = metricKeys.filter((key) => viewer.kind === "staff" || metricOf(key).partnerSees);
      const period = (await explainMetric(viewer, "sourced_revenue", filter, now)).period;
      const cards = await readFigures(viewer, keys, period, now, { partnerId: partnerId ?? null });
      const brief = partnerId ? cards : (await readDictionary(viewer, filter, now)).figures;
      const home = partnerId ? [] : (await readHome(viewer, filter, now)).figures;
      for (const key of keys) {
        const { answer } = await explainMetric(viewer, key, filter, now);
        const { total } = await ask(viewer, { metric: key, span, partnerId: partnerId ?? null });
        expect([key, answer.total.value]).toEqual([key, total.value]);
        const shown = total.value === null ? undefined : wholeText(metricOf(key).unit, total.value, "USD", "exact");
        for (const card of [...cards, ...brief, ...home].filter((figure) => figure.key === key)) {
          expect([key, card.fullValue]).toEqual([key, shown]);
          expect(card.href).toBe(`/metrics/${key}${metricQuery({ from: span.from, to: span.to })}`);
        }
      }
    },
    60_000,
  );

  it("on the list of deals and in the figure", async () => {
    const filter = dealFilter.parse({ outcome: "won", role: "sourced", by: "closed", ...span });
    const { reportedE4 } = await withViewer(staff, (tx) => readTotals(tx, staff, filter, "2026-05-20"));
    const { measured, facts } = await readExplanation(staff, "sourced_revenue", asked, now);
    expect([reportedE4.toString(), facts.sum]).toEqual([measured, measured]);
  });
});

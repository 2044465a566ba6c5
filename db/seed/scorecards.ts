import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { readProgram } from "@/db/metrics/queries";
import { createScorecard } from "@/db/scorecards/commands";
import { countIn } from "@/db/scorecards/figures";
import { keysOf } from "@/db/scorecards/page";
import { scorecardMetrics, scorecards } from "@/db/scorecards/schema";
import { nextReviewOn } from "@/lib/scorecards/cadence";
import { paceOf, quarterOf } from "@/lib/scorecards/figures";
import { type TemplateKey, templates } from "@/lib/scorecards/templates";
import { answersOf, type Entry, type Line, linesOf } from "@/lib/scorecards/view";
import { isoDay, isoInstant } from "./calendar";
import { partnerCast } from "./cast";
import { insertRows, type Row } from "./insert";
import type { Partner } from "./partners";
import { planRows } from "./plans";
import { random } from "./random";

/** `reached`: both sides set targets that the quarter keeps up with. */
type Plot = { name: string; template: TemplateKey; goal?: string; reviews?: number[]; reached?: boolean };

/** Partnerships of every kind; reviews so many days ago, each a month after the other. */
const plots: Plot[] = [
  {
    name: partnerCast.northwind,
    template: "strategic",
    goal: "Win the ten largest retailers of the west coast together and keep every one of them",
    reviews: [97, 65, 33],
  },
  { name: partnerCast.contoso, template: "referral", reviews: [53, 22] },
  { name: "Zürich Datenwerke", template: "strategic", reviews: [40], reached: true },
  { name: "Empire Cloud Exchange", template: "platform" },
  { name: "Ænix", template: "platform" },
  { name: "Kühn & Søn Systemintegration und Beratungsgesellschaft", template: "co_marketing", reached: true },
  { name: "Atelier Numérique", template: "co_marketing" },
  { name: "Meridian Grid", template: "referral", reached: true },
];

/** Scorecards of the named partners through the command that people use, with values, past reviews and joint plans. */
export async function seedScorecards(tx: Tx, partners: Partner[], today: number): Promise<Record<string, number>> {
  const chance = random("scorecards");
  const made = { scorecards: 0, reviews: 0 };
  for (const plot of plots) {
    const partner = partners.find(({ name }) => name === plot.name);
    if (!partner) continue;
    const goal = plot.goal ?? templates[plot.template].goal;
    const input = { partnerId: partner.id, template: plot.template, goal, ownerId: partner.managerId };
    await createScorecard(tx, { personId: partner.managerId }, input, isoDay(today - 110));
    if (plot.reached) await withinReach(tx, partner, today);
    const entries = await entriesOf(tx, partner, today, chance);
    for (const [i, days] of (plot.reviews ?? []).entries())
      await addReview(tx, {
        partner,
        entries,
        number: i + 1,
        day: today - days,
        last: i === (plot.reviews?.length ?? 0) - 1,
      });
    await dated(tx, partner.id, today, plot);
    made.scorecards += 1;
    made.reviews += plot.reviews?.length ?? 0;
  }
  const plans = planRows(partners, today);
  for (const [table, rows] of Object.entries(plans)) await insertRows(tx, table, rows);
  return { ...made, plans: plans.joint_plans.length };
}

/** Since when the scorecard stands, and when its next review is. */
async function dated(tx: Tx, partnerId: string, today: number, { reviews, template }: Plot): Promise<void> {
  const last = reviews?.at(-1);
  const next = nextReviewOn(isoDay(today - (last ?? 20)), templates[template].review);
  await tx.execute(
    sql`update scorecards set next_review_on = ${next}, created_at = ${isoInstant(today - 110, 600)}::timestamptz where partner_id = ${partnerId}`,
  );
  await tx.execute(
    sql`update scorecard_metrics set added_at = ${isoInstant(today - 110, 600)}::timestamptz where partner_id = ${partnerId}`,
  );
}

/** Targets of the outcomes a little under what the quarter has come to; none where nothing came yet. */
async function withinReach(tx: Tx, { id }: Partner, today: number): Promise<void> {
  const on = isoDay(today);
  const outcomes = await tx
    .select({ id: scorecardMetrics.id, metric: scorecardMetrics.metric })
    .from(scorecardMetrics)
    .where(and(eq(scorecardMetrics.partnerId, id), eq(scorecardMetrics.layer, "outcome")));
  const period = quarterOf("", on);
  const { passed, days } = paceOf(period, on);
  const asked = { period, today: on, now: new Date(isoInstant(today, 600)) };
  const { figures } = await countIn(tx, "operator", id, keysOf(outcomes, true), asked);
  for (const { id: metricId, metric } of outcomes) {
    const value = Number(figures[metric as keyof typeof figures]?.value ?? 0);
    const target = value > 0 ? Math.ceil((value * 0.9 * days) / passed).toString() : null;
    await tx.update(scorecardMetrics).set({ target }).where(eq(scorecardMetrics.id, metricId));
  }
}

type Seeded = Entry & { position: number };

/** The metrics of a scorecard, with a value each month for those that are entered by hand; one was forgotten. */
async function entriesOf(
  tx: Tx,
  { id, share }: Partner,
  today: number,
  chance: ReturnType<typeof random>,
): Promise<Seeded[]> {
  const metrics = await tx.select().from(scorecardMetrics).where(eq(scorecardMetrics.partnerId, id));
  const rows: Row[] = [];
  const entries = metrics.map((metric): Seeded => {
    const target = Number(metric.target);
    const old = metric.name === "Commissions paid in time" ? 80 : 4;
    const values = metric.metric
      ? []
      : [0, 1, 2, 3, 4].map((month) => {
          const off = (chance.next() - (share > 30 ? 0.25 : 0.5)) * 0.3;
          const made = target * (1 + (metric.better === "down" ? -off : off));
          return {
            on: isoDay(today - old - month * 30),
            value: valueText(metric.unit, made),
            source: sourceOf(metric.name ?? ""),
          };
        });
    for (const value of values)
      rows.push({
        id: chance.uuid(),
        metric_id: metric.id,
        partner_id: id,
        ...value,
        entered_at: `${value.on}T15:00:00Z`,
        entered_by_id: metric.ownerId,
      });
    return { ...metric, owner: null, values };
  });
  await insertRows(tx, "scorecard_values", rows);
  return entries.sort((a, b) => layerOrder.indexOf(a.layer) - layerOrder.indexOf(b.layer) || a.position - b.position);
}

const layerOrder = ["outcome", "driver", "health", "operation"];

function valueText(unit: string | null, value: number): string {
  if (unit === "percent") return Math.min(1, Math.max(0, value)).toFixed(3);
  if (unit === "score") return String(Math.min(100, Math.round(value)));
  return unit === "count" ? String(Math.max(0, Math.round(value))) : Math.max(0, value).toFixed(1);
}

function sourceOf(name: string): string {
  if (name.includes("satisfaction")) return "Quarterly pulse survey";
  if (/Support|escalations|Tickets/.test(name)) return "Support desk report";
  if (/uptime|installs/i.test(name)) return "Marketplace console";
  return "Channel operations";
}

type Held = { partner: Partner; entries: Seeded[]; number: number; day: number; last: boolean };

/** A review of a past day: the figures as its rows of that time say, with what was noted. */
async function addReview(tx: Tx, { partner, entries, number, day, last }: Held): Promise<void> {
  const on = isoDay(day);
  const period = quarterOf("", on);
  const program = await readProgram(tx);
  const upTo = { ...period, to: isoDay(day + 1) < period.to ? isoDay(day + 1) : period.to };
  const counted = await countIn(tx, "operator", partner.id, keysOf(entries, true), {
    period: upTo,
    today: on,
    now: new Date(isoInstant(day, 900)),
  });
  const known = entries.map((entry) => ({ ...entry, values: entry.values.filter((value) => value.on <= on) }));
  const context = {
    staff: true,
    partnerId: partner.id,
    programName: program.name,
    currency: program.currency,
    period,
    today: on,
  };
  const lines = linesOf(known, counted, context);
  const { status, says } = answersOf(lines, known, counted, context);
  const chance = random(`review ${partner.name} ${number}`);
  const id = chance.uuid();
  const [card] = await tx.select({ id: scorecards.id }).from(scorecards).where(eq(scorecards.partnerId, partner.id));
  const whose = { review_id: id, partner_id: partner.id };
  await insertRows(tx, "scorecard_reviews", [
    {
      id,
      scorecard_id: card?.id as string,
      partner_id: partner.id,
      number,
      state: "closed",
      due_on: on,
      held_on: on,
      from_on: period.from,
      to_on: period.to,
      status,
      says,
      started_at: isoInstant(day, 540),
      started_by_id: partner.managerId,
      closed_at: isoInstant(day, 640),
      closed_by_id: partner.managerId,
      summary:
        number === 1
          ? "First review: we agreed on the metrics and who answers for each."
          : "Both sides looked at what moved and what stands in the way.",
      no_decision_reason:
        number === 2 && !last ? "The new sales lead starts next week; both sides decide with her then" : null,
      internal_note: "Their alliance budget for next year is not confirmed; ask before we promise funds.",
    },
  ]);
  await insertRows(
    tx,
    "review_figures",
    lines.map((line, position) => ({ ...frozen(line), position, id: chance.uuid(), ...whose })),
  );
  await insertRows(
    tx,
    "review_items",
    notes({ partner, number, day, last, lines }).map((note) => ({
      id: chance.uuid(),
      ...whose,
      scorecard_id: card?.id as string,
      ...note,
    })),
  );
}

const frozen = (line: Line) => ({
  metric_id: line.id,
  layer: line.layer,
  label: line.label,
  value: line.value,
  target: line.target,
  exact_value: line.exact,
  status: line.status,
  says: line.says,
  shared: line.shared,
});

/** What the reviews noted: a decision that was done since, one that is carried, an experiment, a risk for staff alone. */
function notes({ partner, number, day, last, lines }: Omit<Held, "entries"> & { lines: Line[] }): Row[] {
  const person = partner.people.find(({ signsIn }) => signsIn)?.id ?? partner.managerId;
  const winRate = lines.find(({ metric }) => metric === "win_rate");
  const base = {
    owner_id: null,
    due_on: null,
    metric_id: null,
    expected: null,
    started_at_value: null,
    state: "open",
    outcome: null,
    shared: true,
    proposed: false,
    internal_note: null,
    created_at: isoInstant(day, 600),
    created_by_id: partner.managerId,
    ended_at: null,
    ended_by_id: null,
  } satisfies Row;
  const ended = { state: "done", ended_at: isoInstant(day + 25, 700), ended_by_id: partner.managerId };
  if (number === 1)
    return [
      {
        ...base,
        kind: "decision",
        text: "Both sales teams meet every second Monday over the open deals",
        owner_id: partner.managerId,
        due_on: isoDay(day + 14),
        ...ended,
        outcome: "Three meetings were held; two stalled deals moved",
      },
      {
        ...base,
        kind: "decision",
        text: "Two more engineers of the partner take the architect certification",
        owner_id: person,
        due_on: isoDay(day + 120),
      },
      {
        ...base,
        kind: "experiment",
        text: "If we join the first customer call, then more of the deals are won",
        owner_id: partner.managerId,
        due_on: isoDay(day + 115),
        metric_id: winRate?.id ?? null,
        started_at_value: winRate?.exact ?? null,
        expected: "0.55",
      },
      {
        ...base,
        kind: "risk",
        text: "Their best account executive may leave before the end of the year",
        owner_id: partner.managerId,
        shared: false,
        internal_note: "Heard from two customers",
      },
    ];
  if (number === 2 && !last)
    return [
      { ...base, kind: "change", text: "Two large deals moved to the next quarter", proposed: true },
      {
        ...base,
        kind: "blocker",
        text: "The reseller price list for the new product line is missing",
        owner_id: partner.managerId,
        ...ended,
        outcome: "Sent on the Friday after",
      },
    ];
  return [
    { ...base, kind: "change", text: "Average deal size rose after the bundle was introduced", proposed: true },
    {
      ...base,
      kind: "decision",
      text: "Offer the bundle to all customers whose contract ends within six months",
      owner_id: partner.managerId,
      due_on: isoDay(day + 19),
    },
    { ...base, kind: "risk", text: "A competitor offers the same customers a year without fees", owner_id: person },
  ];
}

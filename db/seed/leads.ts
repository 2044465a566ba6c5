import { bestOf, rankPartners } from "@/lib/leads/rank";
import type { Candidate, LeadFacts } from "@/lib/leads/rules";
import { isoDay, isoInstant } from "./calendar";
import type { Product } from "./catalog";
import { type Deal, isOpen, wonDay } from "./deals";
import type { Row } from "./insert";
import type { Partner } from "./partners";
import { addressOf, type Country, names, places } from "./places";
import { type Random, random } from "./random";

type World = {
  today: number;
  partners: Partner[];
  partnerRows: Row[];
  products: Product[];
  deals: Deal[];
  staff: Record<string, string>;
};
type Status = "new" | "offered" | "accepted" | "converted" | "lost" | "unplaced";
/** A lead of so many days ago; `holder` has it whatever the ranking says, `before` of the ranked had it earlier. */
type Plot = { status: Status; country: Country; days: number; before?: number; holder?: string; deal?: Deal };

const hours = 48;
const needs = [
  "Wants to move two data centers into the cloud within a year.",
  "Looks for a safer way to let partners into their systems.",
  "Asked for prices after the webinar; a decision is planned for this quarter.",
  "Their present supplier ends the product; they need a replacement.",
  "Wants a proof of concept with live data first.",
];
const sources = ["Website", "Webinar", "Trade fair", "Customer's referral", "Support"];
const refusals = [
  "No engineer is free before next quarter",
  "We work for a competitor of this customer",
  "Outside of what we do",
];
const industries = ["Manufacturing", "Retail", "Healthcare", "Energy", "Logistics"];
const suffixes = ["Works", "Stores", "Clinics", "Grid", "Freight"];

/** Leads in every state. The deals of those that became one stay as they are. */
export function leadRows(world: World): { leads: Row[]; lead_offers: Row[]; lead_notes: Row[] } {
  const chance = random("leads");
  const made = { leads: [] as Row[], lead_offers: [] as Row[], lead_notes: [] as Row[] };
  for (const plot of plots(world, chance).sort((a, b) => b.days - a.days)) addLead(world, plot, made, chance);
  return made;
}

function plots({ today, deals }: World, chance: Random): Plot[] {
  const young = deals.filter(
    ({ sourcing, steps }) => sourcing?.status === "active" && (steps[0]?.day ?? 0) > today - 300,
  );
  const started = (deal: Deal) => today - (deal.steps[0]?.day as number) + chance.int(3, 9);
  const became = (list: Deal[], count: number, name?: string) =>
    chance
      .some(name ? list.filter(({ sourcing }) => sourcing?.name === name) : list, count)
      .map((deal): Plot => ({ status: "converted", country: deal.account.country, days: started(deal), deal }));
  const won = young.filter((deal) => wonDay(deal) !== null);
  return [
    ...became(young.filter(isOpen), 3),
    ...became(young.filter(isOpen), 1, "Northwind Traders"),
    ...became(won, 3),
    ...became(won, 1, "Northwind Traders"),
    { status: "new", country: "Germany", days: 1 },
    { status: "new", country: "United States", days: 1 },
    { status: "offered", country: "United States", days: 1, holder: "Northwind Traders" },
    { status: "offered", country: "Canada", days: 1, before: 1, holder: "Northwind Traders" },
    { status: "offered", country: "Germany", days: 1, before: 1, holder: "Contoso Systems" },
    { status: "offered", country: "Sweden", days: 1 },
    { status: "accepted", country: "United States", days: 6, holder: "Northwind Traders" },
    { status: "accepted", country: "United Kingdom", days: 9 },
    { status: "accepted", country: "Japan", days: 12, before: 1 },
    { status: "lost", country: "France", days: 48 },
    { status: "lost", country: "United States", days: 70, holder: "Northwind Traders" },
    { status: "unplaced", country: "Brazil", days: 16, before: 50 },
  ];
}

function addLead(world: World, plot: Plot, made: ReturnType<typeof leadRows>, chance: Random): void {
  const { today, products, staff } = world;
  const { status, country, deal } = plot;
  const place = places[country];
  const created = today - plot.days - (plot.before ?? 0) * 2;
  const at = chance.int(0, industries.length - 1);
  const name = deal?.account.name ?? `${chance.pick(names[place.names].company)} ${suffixes[at]}`;
  const product = chance.pick(products);
  const facts: LeadFacts = {
    country,
    region: place.region,
    industry: industries[at] as string,
    productFamily: product.family,
    product: product.name,
  };
  const id = chance.uuid();
  const contact = `${chance.pick(names[place.names].first)} ${chance.pick(names[place.names].last)}`;
  const holder = addOffers(world, { ...plot, id, facts, created }, made.lead_offers, chance);
  made.leads.push({
    id,
    status,
    customer_name: name,
    domain: deal?.account.domain ?? `${addressOf(name)}.example`,
    country,
    region: place.region,
    industry: facts.industry,
    contact_name: contact,
    contact_email: `${addressOf(contact).replace(/-/g, ".")}@${addressOf(name)}.example`,
    contact_phone: null,
    need: chance.pick(needs),
    source: chance.pick(sources),
    product_id: product.id,
    amount_e4: `${chance.int(8, 160) * 1000}0000`,
    currency: place.currency,
    partner_id: holder?.id ?? null,
    deal_id: deal?.id ?? null,
    created_by_id: staff[place.manager] as string,
    created_at: isoInstant(created, 560),
    updated_at: isoInstant(created, 560),
    closed_on: status === "lost" ? isoDay(today - chance.int(4, 20)) : null,
  });
  if (holder && status !== "offered") addNotes(holder, { ...plot, id, created }, made.lead_notes, chance);
}

type Offered = Plot & { id: string; facts: LeadFacts; created: number };

/** The offers of a lead up to the one that it stands on; returns who holds it. */
function addOffers(world: World, plot: Offered, rows: Row[], chance: Random): Partner | null {
  if (plot.status === "new") return null;
  const { ranked } = rankPartners(plot.facts, candidatesOf(world));
  const wanted = plot.deal?.sourcing?.name ?? plot.holder;
  const before = ranked.filter(({ name, near }) => near && name !== wanted).slice(0, plot.before ?? 0);
  const left = ranked.filter((one) => !before.includes(one));
  const last = plot.status === "unplaced" ? undefined : (left.find(({ name }) => name === wanted) ?? bestOf(left));
  const all = [...before, ...(last ? [last] : [])];
  for (const [n, { id, score, reasons }] of all.entries()) {
    // The last of several was offered yesterday; before, each had its two days.
    const day = plot.status === "offered" ? world.today - 1 - 2 * (all.length - 1 - n) : plot.created + n * 2;
    const declined = n < before.length && chance.chance(0.6);
    const status =
      n >= before.length ? (plot.status === "offered" ? "offered" : "accepted") : declined ? "declined" : "passed";
    const answers = world.partners.find((partner) => partner.id === id)?.people[0];
    rows.push({
      id: chance.uuid(),
      lead_id: plot.id,
      partner_id: id,
      status,
      offered_at: isoInstant(day, 900),
      offered_by_id: n === 0 ? (world.staff[places[plot.country].manager] as string) : null,
      answer_by: isoInstant(day, 900 + hours * 60),
      answered_at: status === "offered" ? null : isoInstant(day, status === "passed" ? 900 + hours * 60 : 1020),
      answered_by_id: status === "accepted" || status === "declined" ? (answers?.id ?? null) : null,
      reason: status === "declined" ? chance.pick(refusals) : null,
      score,
      reasons,
    });
  }
  return world.partners.find(({ id }) => id === last?.id) ?? null;
}

function addNotes(holder: Partner, plot: Plot & { id: string; created: number }, rows: Row[], chance: Random): void {
  const good = plot.status !== "lost";
  const says = good ? "Called the day we got it; they know what they need." : "They decided for another supplier.";
  const add = (day: number, person: string | null, rating: number | null, text: string) =>
    rows.push({
      id: chance.uuid(),
      lead_id: plot.id,
      partner_id: holder.id,
      at: isoInstant(day, 1_100),
      person_id: person,
      rating,
      text,
    });
  add(plot.created + 2, holder.people[0]?.id ?? null, good ? chance.int(4, 5) : 2, says);
  if (plot.deal) add(plot.created + 3, holder.managerId, 5, "Thank you for calling so soon.");
}

/** The partners as the rules see them, before any lead. */
function candidatesOf({ partners, partnerRows }: World): Candidate[] {
  const height = { registered: 0.25, silver: 0.5, gold: 0.75, platinum: 1 };
  return partners.map(({ id, name, status, country, tier }) => ({
    id,
    name,
    status,
    merged: false,
    country,
    region: places[country].region,
    territory: places[country].territory,
    tier: `${tier[0]?.toUpperCase()}${tier.slice(1)}`,
    tierHeight: height[tier],
    specializations: partnerRows.find((row) => row.id === id)?.specializations as string[],
    weight: 100,
    capacity: 10,
    openLeads: 0,
    answered: 0,
    refused: 0,
    hadThis: false,
  }));
}

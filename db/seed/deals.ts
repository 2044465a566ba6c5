import type { Account } from "./accounts";
import { isWeekday, monthOf, nextWeekday } from "./calendar";
import type { Product } from "./catalog";
import type { Partner } from "./partners";
import { places } from "./places";
import { type Random, random } from "./random";
import { type Currency, localPriceE4, payable } from "./rates";

export type Line = { product: Product; quantity: number; unitE4: bigint; discountE4: bigint; amountE4: bigint };
export type Step = { day: number; minutes: number; stage: Stage; amountE4: bigint; expected: number };
export type Deal = {
  id: string;
  name: string;
  account: Account;
  currency: Currency;
  sourcing: Partner | null;
  influencing: Partner[];
  ownerId: string;
  steps: Step[];
  lines: Line[];
  stalled: boolean;
  registration: {
    status: "submitted" | "approved" | "rejected" | "returned";
    submitted: number;
    decided: number | null;
  } | null;
};
type Stage = "prospecting" | "qualified" | "proposal" | "negotiation" | "won" | "lost";
type World = {
  start: number;
  today: number;
  partners: Partner[];
  accounts: Account[];
  products: Product[];
  staff: Record<string, string>;
};

const path: Stage[] = ["prospecting", "qualified", "proposal", "negotiation", "won"];
/** Shortest and longest stay in days, and how likely the deal is lost from there. */
const stays: [number, number, number][] = [
  [4, 30, 0.13],
  [8, 44, 0.15],
  [9, 52, 0.19],
  [6, 42, 0.16],
];
const season = [0.85, 0.95, 1.15, 0.95, 1, 1.2, 0.75, 0.7, 1.15, 1.05, 1.15, 1.05];

/** Days before the three years begin on which deals are opened already, so that the first month has wins. */
export const ahead = 150;

/** The deals of three years: more each year, more towards a quarter's end, most of them from a few partners. */
export function dealHistory(world: World, count: number): Deal[] {
  const chance = random("deals");
  const days = Array.from({ length: world.today - world.start + ahead }, (_, i) => world.start - ahead + i).filter(
    isWeekday,
  );
  const weight = (day: number) =>
    (1 + (1.9 * (day - world.start)) / (world.today - world.start)) * (season[monthOf(day)] as number);
  const cumulated: number[] = [];
  for (const day of days) cumulated.push((cumulated.at(-1) ?? 0) + weight(day));
  const total = cumulated.at(-1) as number;
  const opened = Array.from({ length: count }, () => {
    const at = chance.next() * total;
    return days[cumulated.findIndex((sum) => sum > at)] as number;
  }).sort((a, b) => a - b);
  return opened.map((day) => newDeal(world, day, chance));
}

function newDeal(world: World, opened: number, chance: Random): Deal {
  const present = world.partners.filter(
    (partner) => partner.share > 0 && partner.joined <= opened && !gone(partner, opened, world.today),
  );
  const kind = chance.weighted(
    ["sourced", "influenced", "direct"] as const,
    (k) => ({ sourced: 85, influenced: 7, direct: 8 })[k],
  );
  const lead = chance.weighted(present, (partner) => partner.share);
  const sourcing = kind === "sourced" ? lead : null;
  const account = accountFor(world.accounts, kind === "direct" ? null : lead, chance);
  const others = present.filter((partner) => partner !== lead);
  const influencing =
    kind === "influenced"
      ? [lead]
      : kind === "sourced" && chance.chance(0.15)
        ? chance.some(others, chance.int(1, 2))
        : [];
  const size = account.scale * (kind === "direct" ? 1.4 : lead.size) * (0.7 + chance.next() * 0.6);
  const products = chance.some(
    world.products,
    chance.weighted([1, 2, 3, 4], (n) => 5 - n),
  );
  const quantities = products.map((product) =>
    Math.max(1, Math.round(chance.int(...product.unit) * Math.min(size, 3))),
  );
  const registration = sourcing && chance.chance(0.74) ? registrationOf(opened, world.today, chance) : null;
  const { steps, lines, stalled } = course(
    world,
    {
      opened,
      account,
      products,
      quantities,
      quality: kind === "direct" ? 0.4 : lead.quality,
      rejected: registration?.status === "rejected",
      size,
      fading: lead.status === "dormant" && opened > world.today - 420,
    },
    chance,
  );
  return {
    id: chance.uuid(),
    name: `${account.name}: ${products[0]?.name}${products.length > 1 ? ` and ${products.length - 1} more` : ""}`,
    account,
    currency: account.currency,
    sourcing,
    influencing,
    ownerId: kind === "direct" ? (world.staff[places[account.country].manager] as string) : lead.managerId,
    steps,
    lines,
    stalled,
    registration,
  };
}

const gone = (partner: Partner, day: number, today: number) =>
  (partner.status === "dormant" && day > today - 150) || (partner.status === "suspended" && day > today - 260);

/** Mostly a customer of the partner's country; an account keeps to few partners, so some are likelier than others. */
function accountFor(accounts: Account[], lead: Partner | null, chance: Random): Account {
  const near = lead && chance.chance(0.88) ? accounts.filter((account) => account.country === lead.country) : accounts;
  return chance.pick(near.length ? near : accounts);
}

function registrationOf(opened: number, today: number, chance: Random): Deal["registration"] {
  const submitted = opened + chance.int(0, 4);
  const decided = nextWeekday(submitted + chance.int(1, 9));
  if (submitted >= today) return null;
  // Whoever has not decided after a few days does so under the eyes of the program's owner.
  const slow = submitted > today - 25 && chance.chance(0.3) && submitted > today - 4;
  if (decided >= today || slow)
    return { status: chance.chance(0.15) ? "returned" : "submitted", submitted, decided: null };
  return { status: chance.chance(0.88) ? "approved" : "rejected", submitted, decided };
}

type Plan = {
  opened: number;
  account: Account;
  products: Product[];
  quantities: number[];
  quality: number;
  rejected: boolean;
  size: number;
  fading: boolean;
};

/** Walks a deal through its stages until it is won, lost, stalled, or today is reached. */
function course({ today }: World, plan: Plan, chance: Random): Pick<Deal, "steps" | "lines" | "stalled"> {
  const { currency } = plan.account;
  const early = linesOf(plan, currency, 0.75 + chance.next() * 0.5, 0);
  const offered = linesOf(plan, currency, 1, chance.int(0, 14));
  const agreed = chance.chance(0.45) ? linesOf(plan, currency, 1, chance.int(10, 24)) : offered;
  const linesAt = (at: number) => (at < 2 ? early : at === 2 ? offered : agreed);
  const steps: Step[] = [];
  let [day, at, lines] = [plan.opened, 0, early];
  const add = (stage: Stage) =>
    steps.push({
      day,
      minutes: chance.int(490, 1080),
      stage,
      amountE4: sum(lines),
      expected: nextWeekday(day + (4 - at) * 26 + chance.int(0, 20)),
    });
  add("prospecting");
  for (;;) {
    const [low, high, loss] = stays[at] as [number, number, number];
    if (chance.chance(plan.fading ? 0.3 : day > today - 430 ? 0.08 : 0.01)) return { steps, lines, stalled: true };
    day = nextWeekday(day + Math.round((low + chance.next() * (high - low)) * (0.75 + Math.min(plan.size, 3) * 0.3)));
    if (day >= today) return { steps, lines, stalled: false };
    if (chance.chance((plan.rejected ? 0.55 : loss) * (1.45 - plan.quality))) {
      add("lost");
      return { steps, lines, stalled: false };
    }
    at = at > 0 && chance.chance(0.07) ? at - 1 : at + 1;
    // A deal that falls back before the offer keeps the amount that was offered.
    if (at >= 2 || lines === early) lines = linesAt(at);
    add(path[at] as Stage);
    if (path[at] === "won") return { steps, lines, stalled: false };
  }
}

function linesOf(plan: Plan, currency: Currency, factor: number, discountPercent: number): Line[] {
  return plan.products.map((product, i) => {
    const quantity = Math.max(1, Math.round((plan.quantities[i] as number) * factor));
    const unitE4 = localPriceE4(product.usdCents, currency);
    const discountE4 = payable((unitE4 * BigInt(quantity) * BigInt(discountPercent)) / 100n, currency);
    return { product, quantity, unitE4, discountE4, amountE4: unitE4 * BigInt(quantity) - discountE4 };
  });
}

const sum = (lines: Line[]) => lines.reduce((total, line) => total + line.amountE4, 0n);

/** The day a deal was won, if it was. */
export const wonDay = (deal: Deal) => (deal.steps.at(-1)?.stage === "won" ? (deal.steps.at(-1) as Step).day : null);
export const isOpen = (deal: Deal) => !["won", "lost"].includes(deal.steps.at(-1)?.stage ?? "");

import { isoDay, monthStart, nextWeekday, quarterStart } from "./calendar";
import { type Deal, wonDay } from "./deals";
import type { Row } from "./insert";
import type { Partner } from "./partners";
import { type Random, random } from "./random";
import { payable, roughUsd } from "./rates";

export type RevenueTables = Record<"revenue_lines" | "subscriptions" | "channel_costs", Row[]>;

/** Invoices and subscriptions that follow won deals: new business or expansion at once, renewals each year until the customer leaves. */
export function revenueRows(deals: Deal[], today: number): Pick<RevenueTables, "revenue_lines" | "subscriptions"> {
  const chance = random("revenue");
  const bought = new Map<string, Set<string>>();
  const tables = { revenue_lines: [] as Row[], subscriptions: [] as Row[] };
  const wins = deals
    .flatMap((deal) => ({ deal, day: wonDay(deal) }))
    .filter((win): win is { deal: Deal; day: number } => win.day !== null);
  for (const { deal, day } of wins.sort((a, b) => a.day - b.day)) {
    const partner = deal.sourcing ?? deal.influencing[0];
    if (!partner) continue;
    const families = bought.get(deal.account.id) ?? new Set();
    const invoice = nextWeekday(day + chance.int(2, 18));
    for (const line of deal.lines) {
      const kind = families.has(line.product.family) ? "upsell" : families.size ? "cross_sell" : "new";
      const base = {
        partner_id: partner.id,
        account_id: deal.account.id,
        deal_id: deal.id,
        product_id: line.product.id,
        currency: deal.currency,
      };
      const bill = (billed: string, amountE4: bigint, on: number) =>
        on < today &&
        tables.revenue_lines.push({
          id: chance.uuid(),
          ...base,
          kind: billed,
          amount_e4: amountE4.toString(),
          invoiced_on: isoDay(on),
          reference: `INV-${isoDay(on).slice(0, 4)}-${String(10_000 + tables.revenue_lines.length)}`,
        });
      bill(kind, line.amountE4, invoice);
      if (chance.chance(0.025))
        bill("refund", -payable(line.amountE4 / BigInt(chance.int(3, 9)), deal.currency), invoice + chance.int(12, 60));
      if (line.product.recurring) renew(line.amountE4, invoice, bill);
    }
    for (const line of deal.lines) families.add(line.product.family);
    bought.set(deal.account.id, families);

    function renew(amountE4: bigint, started: number, bill: (kind: string, amountE4: bigint, on: number) => unknown) {
      let [amount, on] = [amountE4, started + 365];
      while (on < today && chance.chance(0.88)) {
        amount = payable((amount * BigInt(chance.int(98, 107))) / 100n, deal.currency);
        bill("renewal", amount, nextWeekday(on));
        on += 365;
      }
      const row = {
        id: chance.uuid(),
        partner_id: (partner as Partner).id,
        account_id: deal.account.id,
        product_id: null as string | null,
        started_on: isoDay(started),
        ended_on: on < today ? isoDay(on) : null,
      };
      if (started < today) tables.subscriptions.push(row);
    }
  }
  return tables;
}

/** What the channel costs each month: people and support for the program, incentives and funds for partners that sell. */
export function costRows(partners: Partner[], start: number, today: number): Row[] {
  const chance = random("costs");
  const rows: Row[] = [];
  for (let month = monthStart(start); month < today; month = monthStart(month, 1)) {
    const growth = 1 + (month - start) / (today - start);
    const spend = (kind: string, usd: number, note: string, partner_id: string | null = null) => {
      const on = month + chance.int(0, 26);
      if (on < today)
        rows.push({
          id: chance.uuid(),
          partner_id,
          kind,
          amount_e4: `${Math.round(usd * growth * (0.85 + chance.next() * 0.3))}0000`,
          currency: "USD",
          spent_on: isoDay(on),
          note,
        });
    };
    spend("operations", 46_000, "Channel team");
    spend("support", 21_000, "Partner support desk");
    spend("enablement", 12_500, "Training and certification");
    for (const partner of partners) {
      if (partner.joined > month || partner.share < 5) continue;
      if (chance.chance(0.75)) spend("incentives", partner.share * partner.size * 190, "Rebates", partner.id);
      if (chance.chance(0.3)) spend("mdf", partner.share * 210, "Market development", partner.id);
    }
  }
  return rows;
}

/** Quarterly targets of the program, of the larger partners and of the managers: near what came, and ahead of it later on. */
export function targetRows(deals: Deal[], partners: Partner[], start: number, today: number): Row[] {
  const chance = random("targets");
  const rows: Row[] = [];
  const managers = [...new Set(partners.map((partner) => partner.managerId))];
  let before: Map<string, number> = new Map();
  for (let from = quarterStart(start, 1); from <= quarterStart(today, 2); from = quarterStart(from, 1)) {
    const to = quarterStart(from, 1);
    const came = to <= today ? sourcedIn(deals, from, to) : new Map([...before].map(([key, usd]) => [key, usd * 1.06]));
    before = came;
    const aim = (metric: string, value: number, subject: Row = {}, money = true) =>
      rows.push({
        id: chance.uuid(),
        kind: "target",
        metric,
        from_on: isoDay(from),
        to_on: isoDay(to),
        value: String(round(value, money)),
        currency: money ? "USD" : null,
        partner_id: null,
        owner_id: null,
        ...subject,
      });
    const total = came.get("all") ?? 0;
    aim("sourced_revenue", total * spread(chance));
    aim("sourced_pipeline", total * 2.4 * spread(chance));
    aim("influenced_revenue", total * 0.08 * spread(chance));
    aim("renewal_revenue", (total * 0.6 * (from - start)) / 730 + 50_000);
    aim("registrations", 70 + ((from - start) / (today - start)) * 80, {}, false);
    rows.push({
      id: chance.uuid(),
      kind: "target",
      metric: "win_rate",
      from_on: isoDay(from),
      to_on: isoDay(to),
      value: "0.45",
      currency: null,
      partner_id: null,
      owner_id: null,
    });
    for (const { id, share } of partners)
      if (share >= 15) aim("sourced_revenue", (came.get(id) ?? total * 0.02) * spread(chance), { partner_id: id });
    for (const id of managers) aim("sourced_revenue", (came.get(id) ?? 0) * spread(chance), { owner_id: id });
  }
  return rows;
}

const spread = (chance: Random) => 0.88 + chance.next() * 0.26;
const round = (value: number, money: boolean) =>
  money ? Math.max(10_000, Math.round(value / 5_000) * 5_000) : Math.round(value / 5) * 5;

function sourcedIn(deals: Deal[], from: number, to: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const deal of deals) {
    const day = wonDay(deal);
    if (day === null || day < from || day >= to || !deal.sourcing) continue;
    const usd = roughUsd(deal.steps.at(-1)?.amountE4 ?? 0n, deal.currency);
    for (const key of ["all", deal.sourcing.id, deal.sourcing.managerId]) sums.set(key, (sums.get(key) ?? 0) + usd);
  }
  return sums;
}

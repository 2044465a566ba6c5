import type { Account } from "./accounts";
import { isoDay, isoInstant, isWeekday, monthStart, nextWeekday } from "./calendar";
import { type Deal, wonDay } from "./deals";
import type { Row } from "./insert";
import type { Partner } from "./partners";
import { random } from "./random";

export type FactWorld = { start: number; today: number; partners: Partner[]; deals: Deal[]; accounts: Account[] };

/** When each partner signed, and what it costs to look after it. */
export function contractsOf(partners: Partner[], rows: Row[]): Row[] {
  const chance = random("contracts");
  return partners.map((partner, index) => ({
    ...rows[index],
    contract_signed_on:
      partner.status === "onboarding" && chance.chance(0.4) ? null : isoDay(partner.joined - chance.int(2, 21)),
    yearly_cost_e4: `${4_000 + partner.share * chance.int(280, 420)}0000`,
  })) as Row[];
}

/** The product families that each partner may sell: what it has sold, and a few that it has not. */
export function familyRows({ partners, deals }: FactWorld): Row[] {
  const chance = random("families");
  const families = [...new Set(deals.flatMap((deal) => deal.lines.map((line) => line.product.family)))].sort();
  return partners.flatMap((partner) => {
    const sold = new Set(
      deals
        .filter((deal) => deal.sourcing === partner)
        .flatMap((deal) => deal.lines.map((line) => line.product.family)),
    );
    return families
      .filter((family) => sold.has(family) || chance.chance(0.35))
      .map((family) => ({
        id: chance.uuid(),
        partner_id: partner.id,
        family,
        from_on: isoDay(partner.joined),
        until_on: null,
      }));
  });
}

/** Content that partners used, and marketing that they did with us: the busy ones more. */
export function engagementRows({ partners, start, today }: FactWorld): Row[] {
  const chance = random("engagements");
  const content = ["Battlecard", "Pricing guide", "Demo script", "Customer story", "Pitch deck", "Proposal template"];
  const campaigns = ["Joint webinar", "Newsletter together", "Customer event", "Local campaign", "Case study"];
  const rows: Row[] = [];
  for (const partner of partners) {
    if (partner.share === 0 || partner.status === "suspended") continue;
    const until = partner.status === "dormant" ? today - 130 : today;
    const often = Math.min(0.22, 0.004 + (partner.share * partner.activity) / 420);
    const fading = chance.chance(0.15);
    for (let day = Math.max(start, partner.joined); day < until; day++) {
      const slower = fading && day > today - 90 ? 0.15 : 1;
      for (const [kind, titles, odds] of [
        ["content", content, often],
        ["co_marketing", campaigns, often / 9],
      ] as const)
        if (isWeekday(day) && chance.chance(odds * slower))
          rows.push({
            id: chance.uuid(),
            partner_id: partner.id,
            person_id: chance.pick(partner.people).id,
            kind,
            title: chance.pick(titles),
            on: isoDay(day),
          });
    }
  }
  return rows;
}

/** What partner people and customers answered each quarter; customers with a partner and those that we serve directly. */
export function satisfactionRows({ partners, deals, start, today }: FactWorld): Row[] {
  const chance = random("satisfaction");
  const rows: Row[] = [];
  const said = (row: Row, day: number, mean: number, [low, high]: [number, number]) => {
    if (day >= today) return;
    const score = Math.max(
      low,
      Math.min(high, Math.round(mean + (chance.next() + chance.next() - 1) * (high - low) * 0.35)),
    );
    rows.push({
      id: chance.uuid(),
      partner_id: null,
      account_id: null,
      person_id: null,
      score,
      answered_on: isoDay(day),
      comment: null,
      ...row,
    });
  };
  for (let quarter = monthStart(start); quarter < today; quarter = monthStart(quarter, 3))
    for (const partner of partners) {
      if (partner.joined > quarter || partner.share === 0) continue;
      for (const person of partner.people)
        if (chance.chance(0.3))
          said(
            { kind: "pulse", partner_id: partner.id, person_id: person.id },
            quarter + chance.int(40, 75),
            6.4 + partner.quality * 3.2,
            [0, 10],
          );
    }
  for (const deal of deals) {
    const day = wonDay(deal);
    if (day === null || !chance.chance(deal.sourcing ? 0.35 : 0.6)) continue;
    const mean = deal.sourcing ? 3.5 + deal.sourcing.quality * 1.6 : 3.9;
    said(
      { kind: "csat", partner_id: deal.sourcing?.id ?? null, account_id: deal.account.id },
      day + chance.int(25, 90),
      mean,
      [1, 5],
    );
  }
  return rows;
}

/** Cases that support took in; a few of this month are still open. */
export function ticketRows({ partners, deals, start, today }: FactWorld): Row[] {
  const chance = random("tickets");
  const subjects = [
    "Sync stopped",
    "Duplicate invoice",
    "Login fails for a customer",
    "Export is empty",
    "Wrong price on a quote",
    "API limit reached",
  ];
  const wins = deals.filter((deal) => deal.sourcing && wonDay(deal) !== null);
  const rows: Row[] = [];
  for (let month = monthStart(start); month < today; month = monthStart(month, 1))
    for (let n = 4 + Math.round((14 * (month - start)) / (today - start)); n > 0; n--) {
      const deal = chance.pick(wins);
      const day = nextWeekday(month + chance.int(0, 25));
      const hours = 3 + Math.round(chance.next() ** 3 * 240);
      if (day >= today || (deal.sourcing?.joined ?? today) > day) continue;
      const resolved = day * 24 + 9 + hours < today * 24 ? isoInstant(day, 540 + hours * 60) : null;
      rows.push({
        id: chance.uuid(),
        partner_id: chance.chance(0.9) ? (deal.sourcing?.id ?? null) : null,
        account_id: deal.account.id,
        subject: chance.pick(subjects),
        severity: chance.weighted(["low", "normal", "high", "critical"], (one) =>
          one === "normal" ? 6 : one === "critical" ? 1 : 2,
        ),
        opened_at: isoInstant(day, 540),
        opened_on: isoDay(day),
        resolved_at: resolved,
      });
    }
  return partners.length ? rows : [];
}

/** Integrations of partners that build software, who installed them, and how long they ran each day of the last year. */
export function integrationRows({
  partners,
  accounts,
  start,
  today,
}: FactWorld): Record<"integrations" | "installs" | "uptime_days", Row[]> {
  const chance = random("integrations");
  const tables = { integrations: [] as Row[], installs: [] as Row[], uptime_days: [] as Row[] };
  for (const partner of partners) {
    if (!["isv", "msp", "marketplace"].includes(partner.type) || partner.share < 3) continue;
    const live = Math.max(start, partner.joined + chance.int(30, 150));
    if (live >= today) continue;
    const integration = {
      id: chance.uuid(),
      partner_id: partner.id,
      name: `${partner.name} connector`,
      live_on: isoDay(live),
    };
    tables.integrations.push(integration);
    const own = { integration_id: integration.id, partner_id: partner.id };
    for (let n = 4 + Math.round(partner.share * 0.9); n > 0; n--) {
      const installed = chance.int(live, today - 1);
      const [configured, synced, removed] = [
        installed + chance.int(0, 6),
        installed + chance.int(6, 18),
        installed + chance.int(60, 700),
      ];
      const on = (day: number, odds: number) => (day < today && chance.chance(odds) ? isoDay(day) : null);
      const configuredOn = on(configured, 0.86);
      tables.installs.push({
        id: chance.uuid(),
        ...own,
        account_id: chance.pick(accounts).id,
        installed_on: isoDay(installed),
        configured_on: configuredOn,
        synced_on: configuredOn && on(synced, 0.88),
        uninstalled_on: on(removed, 0.3),
      });
    }
    for (let day = Math.max(live, today - 400); day < today; day++) {
      const down = chance.chance(0.06) ? chance.int(3, 220) : 0;
      tables.uptime_days.push({
        id: chance.uuid(),
        ...own,
        on: isoDay(day),
        minutes_up: 1440 - down,
        minutes_observed: 1440,
      });
    }
  }
  return tables;
}

/**
 * Incentives and funds: each payment among the costs becomes the use of a grant that was a little larger, and its cost
 * leaves the others. Deals that the funded activities touched are those that opened soon after.
 */
export function incentiveRows({ deals, today }: FactWorld, costs: Row[]) {
  const chance = random("incentives");
  const tables = { incentive_grants: [] as Row[], incentive_uses: [] as Row[], funded_deals: [] as Row[] };
  const names = {
    mdf: ["Regional campaign", "Trade fair", "Webinar series"],
    rebate: ["Growth rebate", "Quarterly rebate"],
    reward: ["Certification reward"],
  };
  for (const cost of costs.filter(({ partner_id }) => partner_id !== null)) {
    const spent = Math.floor(Date.parse(String(cost.spent_on)) / 86_400_000);
    const kind = cost.kind === "mdf" ? "mdf" : chance.chance(0.85) ? "rebate" : "reward";
    const partner_id = cost.partner_id as string;
    const granted = (BigInt(String(cost.amount_e4)) * BigInt(chance.int(1_000, 1_600))) / 1_000n;
    const grant = {
      id: chance.uuid(),
      partner_id,
      kind,
      amount_e4: String(granted - (granted % 10_000n)),
      currency: "USD",
      granted_on: isoDay(spent - chance.int(5, 50)),
      name: chance.pick(names[kind]),
    };
    tables.incentive_grants.push(grant);
    tables.incentive_uses.push({
      id: chance.uuid(),
      grant_id: grant.id,
      partner_id,
      amount_e4: cost.amount_e4 as string,
      currency: "USD",
      used_on: cost.spent_on as string,
      reference: `PAY-${String(cost.spent_on).slice(0, 7)}-${tables.incentive_uses.length}`,
    });
    if (kind !== "mdf") continue;
    const soon = deals.filter((deal) => {
      const day = deal.steps[0]?.day ?? 0;
      return deal.sourcing?.id === partner_id && day > spent && day < spent + 60 && day < today;
    });
    for (const deal of chance.some(soon, 2))
      tables.funded_deals.push({
        id: chance.uuid(),
        grant_id: grant.id,
        deal_id: deal.id,
        partner_id,
        touched_on: isoDay(deal.steps[0]?.day ?? 0),
      });
  }
  return { ...tables, channel_costs: costs.filter(({ partner_id }) => partner_id === null) };
}

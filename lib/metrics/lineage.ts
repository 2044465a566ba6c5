import type { Entity } from "../imports/entities";

type Feed = { says: string; entities: readonly Entity[] };

/** The tables that facts are read from: what a reader calls them, and which records of an import fill them. */
const feeds: Record<string, Feed> = {
  deals: { says: "deals", entities: ["deal", "history"] },
  deal_versions: { says: "deals", entities: ["deal", "history"] },
  deal_partners: { says: "who takes part in deals", entities: ["deal"] },
  deal_lines: { says: "products of deals", entities: ["line"] },
  registrations: { says: "registrations", entities: [] },
  revenue_lines: { says: "invoice lines", entities: ["revenue"] },
  subscriptions: { says: "subscriptions", entities: ["subscription"] },
  channel_costs: { says: "channel costs", entities: ["cost"] },
  incentive_grants: { says: "incentive grants", entities: ["grant"] },
  incentive_uses: { says: "incentives used", entities: ["use"] },
  funded_deals: { says: "deals that funds have touched", entities: ["touch"] },
  satisfaction_answers: { says: "satisfaction answers", entities: ["answer"] },
  support_tickets: { says: "support cases", entities: ["ticket"] },
  data_issues: { says: "questions about figures", entities: [] },
  integrations: { says: "integrations", entities: ["integration"] },
  installs: { says: "installs", entities: ["install"] },
  uptime_days: { says: "uptime", entities: ["uptime"] },
  engagements: { says: "content and co-marketing", entities: ["engagement"] },
  partner_families: { says: "product families that partners may sell", entities: ["family"] },
  training_assignments: { says: "training", entities: ["training"] },
  certifications: { says: "certifications", entities: ["certification"] },
  visits: { says: "sign-ins", entities: [] },
  partners: { says: "partners", entities: ["partner"] },
  partner_versions: { says: "partners", entities: ["partner"] },
  stages: { says: "stages", entities: [] },
  settings: { says: "the program's settings", entities: [] },
  products: { says: "products", entities: ["product"] },
  accounts: { says: "customers", entities: ["account"] },
  people: { says: "people", entities: ["person"] },
};

const rates: Feed = { says: "exchange rates", entities: ["rate"] };

/** What a figure is made of, from the tables that its statements name: in words, and the records of imports. */
export function lineageOf(tables: readonly string[], money: boolean): { says: string[]; entities: Entity[] } {
  const found = [...tables.map((table) => feeds[table] ?? { says: table.replaceAll("_", " "), entities: [] })];
  if (money) found.push(rates);
  return {
    says: [...new Set(found.map(({ says }) => says))],
    entities: [...new Set(found.flatMap(({ entities }) => entities))],
  };
}

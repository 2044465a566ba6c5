import { isoInstant } from "./calendar";
import type { Row } from "./insert";
import { addressOf, type Country, countries, names, places } from "./places";
import { random } from "./random";
import type { Currency } from "./rates";

export type Account = { id: string; name: string; domain: string; country: Country; currency: Currency; scale: number };

/** What companies of an industry are called by. */
const industries: Record<string, string[]> = {
  Manufacturing: ["Works", "Industries", "Precision", "Motors"],
  Retail: ["Stores", "Market", "Outfitters"],
  "Financial services": ["Bank", "Insurance", "Capital"],
  Healthcare: ["Clinics", "Health", "Diagnostics"],
  "Public sector": ["City Council", "Transit Authority", "Water Board"],
  Energy: ["Energy", "Grid", "Renewables"],
  Logistics: ["Logistics", "Freight", "Shipping"],
  Media: ["Media", "Publishing", "Studios"],
  Education: ["University", "Academy", "Schools Trust"],
  Technology: ["Software", "Robotics", "Semiconductors"],
};

export function customers(count: number, start: number): { accounts: Account[]; rows: Row[] } {
  const chance = random("accounts");
  const taken = new Set<string>();
  const accounts: Account[] = [];
  const rows: Row[] = [];
  while (accounts.length < count) {
    const country = chance.weighted(countries, (candidate) => places[candidate].weight);
    const place = places[country];
    const industry = chance.pick(Object.keys(industries));
    const name = `${chance.pick(names[place.names].company)} ${chance.pick(industries[industry] as string[])}`;
    if (taken.has(name)) continue;
    taken.add(name);
    // Most customers are small, a few very large.
    const scale = 0.35 + chance.next() ** 4 * 4;
    const id = chance.uuid();
    const domain = `${addressOf(name)}.example`;
    accounts.push({ id, name, domain, country, currency: place.currency, scale });
    rows.push({
      id,
      name,
      domain,
      industry,
      country,
      region: place.region,
      employees: Math.round(scale * chance.int(180, 1400)),
      annual_revenue: String(Math.round(scale * chance.int(20, 240)) * 1_000_000),
      created_at: isoInstant(start - chance.int(0, 900), chance.int(480, 1080)),
    });
  }
  return { accounts, rows };
}

import type { Country } from "./places";

type PartnerType = "reseller" | "distributor" | "referral" | "agency" | "msp" | "isv" | "marketplace";
type Tier = "registered" | "silver" | "gold" | "platinum";

/** `share` is how much of the program's deals it brings, `size` how big they are, `activity` how busy it is around them. */
export type RosterEntry = {
  name: string;
  country: Country;
  city: string;
  type: PartnerType;
  tier: Tier;
  share: number;
  size: number;
  activity: number;
  segment: string;
  status: "onboarding" | "active" | "dormant" | "suspended";
};

type Extra = Partial<Pick<RosterEntry, "size" | "activity" | "segment" | "status">>;
type Line = [string, Country, string, PartnerType, Tier, number, Extra?];

const lines: Line[] = [
  ["Northwind Traders", "United States", "Seattle", "reseller", "platinum", 92, { size: 2, segment: "Enterprise" }],
  ["Contoso Systems", "Germany", "Hamburg", "msp", "gold", 34, { segment: "Mid-market" }],
  ["Zürich Datenwerke", "Switzerland", "Zürich", "msp", "platinum", 48, { size: 1.7, segment: "Enterprise" }],
  ["Sakura Systems", "Japan", "Tokyo", "distributor", "platinum", 46, { size: 1.5, segment: "Enterprise" }],
  [
    "Kühn & Søn Systemintegration und Beratungsgesellschaft",
    "Germany",
    "Flensburg",
    "agency",
    "gold",
    16,
    { segment: "Public sector" },
  ],
  ["Ænix", "Denmark", "Aarhus", "isv", "silver", 8],
  ["Hallström & Partners", "Sweden", "Stockholm", "reseller", "gold", 24, { size: 1.2 }],
  ["Aldgate Cloud", "United Kingdom", "London", "reseller", "gold", 30, { size: 1.3, segment: "Enterprise" }],
  ["Meridian Grid", "United States", "Austin", "msp", "gold", 22],
  [
    "Chesapeake Public Sector Group",
    "United States",
    "Washington",
    "reseller",
    "gold",
    20,
    { size: 1.4, segment: "Public sector" },
  ],
  ["Harbourfront Technologies", "Singapore", "Singapore", "distributor", "gold", 21, { size: 1.2 }],
  ["Thames Gateway Systems", "United Kingdom", "Reading", "distributor", "gold", 19],
  ["Isarcloud", "Germany", "München", "msp", "gold", 18],
  ["Atlantic Bridge Distribution", "United States", "Miami", "distributor", "gold", 18, { size: 1.2 }],
  ["Southern Cross IT", "Australia", "Sydney", "reseller", "gold", 17],
  ["Borealis Cloud", "Canada", "Toronto", "reseller", "gold", 15],
  ["Empire Cloud Exchange", "United States", "New York", "marketplace", "gold", 15, { size: 0.6, segment: "SMB" }],
  ["Atelier Numérique", "France", "Paris", "agency", "gold", 13],
  ["Paulista Nuvem", "Brazil", "São Paulo", "reseller", "gold", 12],
  ["Rheintal Systeme", "Germany", "Köln", "reseller", "silver", 10],
  ["Cascadia Solutions", "United States", "Portland", "reseller", "silver", 9],
  ["Polder IT", "Netherlands", "Utrecht", "msp", "silver", 9],
  ["Tsukuba Integrators", "Japan", "Osaka", "reseller", "silver", 9],
  ["Iberia Nube", "Spain", "Madrid", "reseller", "silver", 8],
  ["Peachtree Systems", "United States", "Atlanta", "msp", "silver", 8],
  ["Kaveri Infotech", "India", "Bengaluru", "isv", "silver", 7],
  ["Réseau Bleu", "France", "Lyon", "reseller", "silver", 7],
  ["Granite State Technology", "United States", "Concord", "reseller", "silver", 7],
  ["Marketplace Europa", "Netherlands", "Amsterdam", "marketplace", "silver", 8, { size: 0.5, segment: "SMB" }],
  ["Öresund Networks", "Sweden", "Malmö", "reseller", "silver", 6],
  ["Highland Compute", "United Kingdom", "Edinburgh", "msp", "silver", 6],
  ["Alpenblick IT", "Switzerland", "Bern", "reseller", "silver", 6],
  ["Érable Informatique", "Canada", "Montréal", "msp", "silver", 6],
  ["Sonoran Data Services", "United States", "Phoenix", "msp", "silver", 6],
  ["Lumen & Oak", "United Kingdom", "Manchester", "agency", "silver", 5],
  ["Skagerrak Data", "Denmark", "Copenhagen", "reseller", "silver", 5],
  ["Via Emilia Software", "Italy", "Bologna", "isv", "silver", 5],
  ["Azteca Digital", "Mexico", "Monterrey", "reseller", "silver", 5],
  ["Vistula Software", "Poland", "Kraków", "isv", "silver", 4],
  ["Big Sky Software", "United States", "Denver", "isv", "silver", 4],
  [
    "Busy Bee Consulting",
    "United Kingdom",
    "Leeds",
    "agency",
    "silver",
    22,
    { size: 0.09, activity: 4, segment: "SMB" },
  ],
  [
    "Quill & Compass",
    "United Kingdom",
    "Bristol",
    "referral",
    "registered",
    9,
    { size: 0.08, activity: 5, segment: "SMB" },
  ],
  ["Spreewald Digital", "Germany", "Berlin", "agency", "registered", 3],
  ["Wattle Digital", "Australia", "Melbourne", "agency", "registered", 3],
  ["Delta Kade Consulting", "Netherlands", "Rotterdam", "agency", "registered", 2],
  ["Tramontana Sistemas", "Spain", "Barcelona", "agency", "registered", 2],
  ["Monsoon Data", "India", "Pune", "msp", "registered", 3],
  ["Piast Systemy", "Poland", "Warsaw", "msp", "registered", 2],
  ["Prairie Code Works", "United States", "Omaha", "agency", "registered", 2],
  ["Nimbus Bazaar", "India", "Mumbai", "marketplace", "registered", 3, { size: 0.4, segment: "SMB" }],
  ["Rio Verde Consultoria", "Brazil", "Rio de Janeiro", "referral", "registered", 2],
  ["Palmetto Partners", "United States", "Charleston", "referral", "registered", 2],
  ["Bayou Networks", "United States", "New Orleans", "reseller", "registered", 2],
  ["Outback Referral Network", "Australia", "Perth", "referral", "registered", 1],
  ["Lakeshore Digital", "United States", "Chicago", "reseller", "silver", 6, { status: "dormant" }],
  ["Kyushu Network Works", "Japan", "Fukuoka", "reseller", "registered", 2, { status: "dormant" }],
  ["Old Mill Computing", "United Kingdom", "Norwich", "reseller", "registered", 2, { status: "suspended" }],
  ["Castile Cloud Services", "Spain", "Valladolid", "msp", "registered", 1, { status: "onboarding" }],
  ["Blue Harbor Advisors", "United States", "Boston", "referral", "registered", 0, { status: "onboarding" }],
  ["Polder I.T. B.V.", "Netherlands", "Utrecht", "msp", "registered", 0, { status: "onboarding" }],
];

const segments = ["SMB", "Mid-market", "Enterprise", "Mid-market", "Public sector", "SMB"];

export const roster: RosterEntry[] = lines.map(([name, country, city, type, tier, share, extra], i) => ({
  name,
  country,
  city,
  type,
  tier,
  share,
  size: extra?.size ?? 1,
  activity: extra?.activity ?? 1,
  segment: extra?.segment ?? (segments[i % segments.length] as string),
  status: extra?.status ?? "active",
}));

/** Two records of one company, for the merge screen to offer. */
export const duplicatePair = ["Polder IT", "Polder I.T. B.V."] as const;

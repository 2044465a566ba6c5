/** What is known of the customer, as the rules look at it. */
export type LeadFacts = {
  country: string | null;
  region: string | null;
  industry: string | null;
  productFamily: string | null;
  product: string | null;
};

/** A partner as the rules look at it. `answered` and `refused` count its offers of the last half year. */
export type Candidate = {
  id: string;
  name: string;
  status: "onboarding" | "active" | "dormant" | "suspended";
  merged: boolean;
  country: string | null;
  region: string | null;
  territory: string | null;
  tier: string | null;
  /** The tier's place among the tiers, from 0 to 1 for the highest. */
  tierHeight: number;
  specializations: readonly string[];
  weight: number;
  capacity: number;
  openLeads: number;
  answered: number;
  refused: number;
  /** It was offered this very lead before. */
  hadThis: boolean;
};

export type Place = Pick<Candidate, "country" | "region" | "territory">;

type Counted = { points: number; says: string };
/** Shares of leads that one partner refuses say little before it was offered a few. */
const fewOffers = 3;

/** Why a partner never gets the lead, in the order in which it is asked. */
export const exclusions: readonly {
  when: (candidate: Candidate) => boolean;
  says: (candidate: Candidate) => string;
}[] = [
  { when: ({ merged }) => merged, says: () => "Was merged into another partner" },
  { when: ({ status }) => status === "suspended", says: () => "Is suspended" },
  { when: ({ status }) => status === "dormant", says: () => "Is dormant" },
  { when: ({ hadThis }) => hadThis, says: () => "Had this lead before" },
  { when: ({ weight }) => weight <= 0, says: () => "Gets no leads: its weight is 0" },
  {
    when: ({ openLeads, capacity }) => openLeads >= capacity,
    says: ({ openLeads, capacity }) => `Has no room: ${openLeads} of ${capacity} leads`,
  },
];

/** What speaks for a partner, each with its points and in words. More of what a rule counts is never fewer points. */
export const rules = {
  place: { label: "Place", points: place },
  tier: {
    label: "Tier",
    points: (_, { tier, tierHeight }) => ({
      points: Math.round(20 * tierHeight),
      says: tier ? `${tier} tier` : "No tier",
    }),
  },
  specialization: { label: "Specialization", points: specialization },
  room: {
    label: "Room",
    points: (_, { openLeads, capacity }) => ({
      points: Math.floor((15 * (capacity - openLeads)) / capacity),
      says: `Room for ${capacity - openLeads} of ${capacity} leads`,
    }),
  },
  weight: {
    label: "Weight",
    points: (_, { weight }) => ({
      points: Math.round(Math.min(weight, 300) / 10),
      says: weight === 100 ? "Counts as much as others" : `Counts ${weight} % of others`,
    }),
  },
  answers: { label: "Answers", points: answers },
} as const satisfies Record<string, { label: string; points: (lead: LeadFacts, candidate: Candidate) => Counted }>;

export type RuleKey = keyof typeof rules;

function place(lead: LeadFacts, candidate: Place): Counted {
  if (!lead.country && !lead.region) return { points: 0, says: "The customer's place is not known" };
  if (same(lead.country, candidate.country)) return { points: 30, says: `In ${candidate.country}, as the customer` };
  if (same(lead.country, candidate.territory) || same(lead.region, candidate.territory))
    return { points: 20, says: `Its territory is ${candidate.territory}` };
  if (same(lead.region, candidate.region)) return { points: 12, says: `In the customer's region, ${candidate.region}` };
  return { points: 0, says: candidate.country ? `Elsewhere: ${candidate.country}` : "Its place is not known" };
}

function specialization(lead: LeadFacts, { specializations }: Pick<Candidate, "specializations">): Counted {
  const wanted = [lead.productFamily, lead.product, lead.industry].filter((text) => text !== null);
  const whole = specializations.find((one) => wanted.some((text) => same(text, one)));
  if (whole) return { points: 25, says: `Specialized in ${whole}` };
  const words = new Set(wanted.flatMap(wordsOf));
  const near = specializations.find((one) => wordsOf(one).some((word) => words.has(word)));
  if (near) return { points: 18, says: `Specialized in ${near}` };
  return { points: 0, says: wanted.length > 0 ? "No fitting specialization" : "No product or industry to compare" };
}

function answers(_: LeadFacts, { answered, refused }: Candidate): Counted {
  if (answered === 0) return { points: 0, says: "No offer in half a year" };
  const points = 0 - Math.round((20 * refused) / Math.max(answered, fewOffers));
  const said = refused === 0 ? `Took ${answered} of ${answered}` : `Let ${refused} of ${answered} pass`;
  return { points, says: `${said} in half a year` };
}

const same = (a: string | null, b: string | null) =>
  a !== null && b !== null && a.trim() !== "" && a.trim().toLowerCase() === b.trim().toLowerCase();

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 4);

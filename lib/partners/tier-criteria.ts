/** What a tier can ask of a partner, at least. Add one line for a new criterion. */
export const tierCriteria = {
  sourced_revenue: { label: "Sourced revenue in 12 months", unit: "money" },
  won_deals: { label: "Sourced deals won in 12 months", unit: "count" },
  registrations_12_months: { label: "Registrations approved in 12 months", unit: "count" },
  valid_certifications: { label: "Valid certifications", unit: "count" },
  certified_people: { label: "Certified people", unit: "count" },
  customers: { label: "Active customers", unit: "count" },
} as const satisfies Record<string, { label: string; unit: "money" | "count" }>;

export type TierCriterion = keyof typeof tierCriteria;

export const isTierCriterion = (key: string): key is TierCriterion => Object.hasOwn(tierCriteria, key);

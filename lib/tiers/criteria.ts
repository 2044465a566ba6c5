/** What a tier can ask of a partner, at least. Add one line for a new criterion. `windowed` ones are counted over a time. */
export const tierCriteria = {
  sourced_revenue: { label: "Sourced revenue", unit: "money", windowed: true },
  won_deals: { label: "Sourced deals won", unit: "count", windowed: true },
  registrations_12_months: { label: "Registrations approved", unit: "count", windowed: true },
  valid_certifications: { label: "Valid certifications", unit: "count", windowed: false },
  certified_people: { label: "Certified people", unit: "count", windowed: false },
  customer_satisfaction: { label: "Customer satisfaction, 1 to 5", unit: "number", windowed: true },
  customers: { label: "Active customers", unit: "count", windowed: false },
} as const satisfies Record<string, { label: string; unit: CriterionUnit; windowed: boolean }>;

export type TierCriterion = keyof typeof tierCriteria;
export type CriterionUnit = "money" | "count" | "number";

export const isTierCriterion = (key: string): key is TierCriterion => Object.hasOwn(tierCriteria, key);

/** A criterion whose values staff enter, partner by partner. */
export type CustomCriterion = { key: string; name: string };

const customMark = "custom:";
export const customCriterion = (key: string) => `${customMark}${key}`;
/** The key of a criterion that staff keep themselves, null for the others. */
export const customKeyOf = (criterion: string) =>
  criterion.startsWith(customMark) ? criterion.slice(customMark.length) : null;

/** What one criterion is called and how it is counted; one that nobody knows any more is called by its key. */
export function criterionOf(criterion: string, customs: readonly CustomCriterion[] = []) {
  if (isTierCriterion(criterion)) return tierCriteria[criterion] as Criterion;
  const name = customs.find(({ key }) => customCriterion(key) === criterion)?.name;
  return { label: name ?? customKeyOf(criterion) ?? criterion, unit: "number", windowed: false } as Criterion;
}
type Criterion = { label: string; unit: CriterionUnit; windowed: boolean };

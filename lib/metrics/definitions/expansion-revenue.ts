import { defineMetric } from "../metric";

export const expansionRevenue = defineMetric({
  label: "Expansion revenue",
  unit: "money",
  better: "up",
  group: "Retention",
  owner: "program_owner",
  meaning: "What partner-managed customers bought on top.",
  formula: "Σ upsell and cross-sell lines of partner-managed accounts, invoiced in the period",
  exclusions: "New business and renewals.",
  numerator: ["expansion_amount"],
  partnerSees: true,
});

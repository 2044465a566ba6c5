import { defineMetric } from "../metric";

export const renewalRevenue = defineMetric({
  label: "Renewal revenue",
  unit: "money",
  better: "up",
  group: "Retention",
  owner: "program_owner",
  meaning: "What partner-managed customers renewed.",
  formula: "Σ renewal lines of accounts managed by a partner, invoiced in the period",
  exclusions: "New business, upsell and cross-sell.",
  numerator: ["renewal_amount"],
  partnerSees: true,
});

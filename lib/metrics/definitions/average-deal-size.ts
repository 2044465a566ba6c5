import { defineMetric } from "../metric";

export const averageDealSize = defineMetric({
  label: "Average deal size",
  unit: "money",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning: "How large a won deal is.",
  formula: "Σ amount / number of won deals that a partner sourced, closed in the period",
  exclusions: "Deals that partners only influenced.",
  numerator: ["won_amount"],
  denominator: ["won_count"],
  partnerSees: true,
});

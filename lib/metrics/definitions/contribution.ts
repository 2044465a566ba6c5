import { defineMetric } from "../metric";

export const contribution = defineMetric({
  label: "Contribution",
  unit: "percent",
  better: "up",
  group: "Revenue",
  owner: "executive",
  meaning: "The share of won revenue that partners sourced or influenced.",
  formula: "partner-attached closed revenue / all closed revenue, in the period",
  exclusions: "Nothing: deals without partners are in the denominator.",
  numerator: ["won_amount", "influenced_unsourced"],
  denominator: ["all_won_amount"],
  partnerSees: false,
});

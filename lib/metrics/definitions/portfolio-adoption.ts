import { defineMetric } from "../metric";

export const portfolioAdoption = defineMetric({
  label: "Portfolio adoption",
  unit: "percent",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning: "How much of what a partner may sell it does sell.",
  formula: "product families that partners sold in the period / families that they may sell at its end",
  exclusions: "Families that were sold without being allowed; deals that partners only influenced.",
  numerator: ["families_sold"],
  denominator: ["families_allowed"],
  partnerSees: true,
});

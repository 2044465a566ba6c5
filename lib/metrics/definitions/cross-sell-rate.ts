import { defineMetric } from "../metric";

export const crossSellRate = defineMetric({
  label: "Cross-sell rate",
  unit: "percent",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning: "How many won deals brought more than the one product.",
  formula: "won deals with an upsell or cross-sell line / won deals that a partner sourced, closed in the period",
  exclusions: "Lines that name no deal.",
  numerator: ["cross_sold"],
  denominator: ["won_count"],
  partnerSees: true,
});

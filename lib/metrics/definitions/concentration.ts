import { defineMetric } from "../metric";

export const concentration = defineMetric({
  label: "Concentration",
  unit: "percent",
  better: null,
  group: "Revenue",
  owner: "executive",
  meaning:
    "How much hangs on a few: the share of the largest fifth of the partners that brought revenue, rounded up to whole partners.",
  formula: "sourced revenue of the top 20 % of partners with revenue / sourced revenue, in the period",
  exclusions: "Partners without revenue in the period; deals without a sourcing partner.",
  numerator: ["top_partner_amount"],
  denominator: ["won_amount"],
  partnerSees: false,
});

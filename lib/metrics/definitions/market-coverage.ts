import { defineMetric } from "../metric";

export const marketCoverage = defineMetric({
  label: "Market coverage",
  unit: "count",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning: "In how many countries partners win.",
  formula:
    "countries with a won partner deal in the twelve months before the end of the period: the customer’s country, else the partner’s at that time",
  exclusions: "Deals whose customer and partner both have no country.",
  numerator: ["won_markets"],
  partnerSees: false,
});

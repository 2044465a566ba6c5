import { defineMetric } from "../metric";

export const wonDeals = defineMetric({
  label: "Won deals",
  unit: "count",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning: "How many deals partners won.",
  formula: "Number of closed-won deals with a sourcing partner, closed in the period",
  exclusions: "Deals without a sourcing partner.",
  numerator: ["won_count"],
  partnerSees: true,
});

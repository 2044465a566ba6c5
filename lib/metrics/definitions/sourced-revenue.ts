import { defineMetric } from "../metric";

export const sourcedRevenue = defineMetric({
  label: "Sourced revenue",
  unit: "money",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning:
    "What partners brought and we won. A deal has at most one sourcing partner, so partners add up to the total.",
  formula: "Σ amount of closed-won deals with a sourcing partner, closed in the period",
  exclusions: "Deals without a sourcing partner, and deals that were reopened since.",
  numerator: ["won_amount"],
  partnerSees: true,
});

import { defineMetric } from "../metric";

export const certifiedShare = defineMetric({
  label: "Certified partners",
  unit: "percent",
  better: "up",
  group: "Enablement",
  owner: "program_owner",
  meaning: "How many of the active partners are certified. A certification without an expiry day is valid.",
  formula: "active partners with at least one valid certification / active partners, at the end of the period",
  exclusions: "Partners that are onboarding, dormant or suspended.",
  numerator: ["certified_status"],
  denominator: ["active_status"],
  partnerSees: false,
});

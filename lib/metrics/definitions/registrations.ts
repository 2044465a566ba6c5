import { defineMetric } from "../metric";

export const registrations = defineMetric({
  label: "Registrations",
  unit: "count",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "Deals that partners registered.",
  formula: "Number of registrations submitted in the period",
  exclusions: "Drafts that were not submitted.",
  numerator: ["registered"],
  partnerSees: true,
});

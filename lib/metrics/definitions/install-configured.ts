import { defineMetric } from "../metric";

export const installConfigured = defineMetric({
  label: "Installs configured",
  unit: "percent",
  better: "up",
  group: "Customers",
  owner: "program_owner",
  meaning: "How many installs of the period were set up.",
  formula: "installs that were configured / installs of the period",
  exclusions: "Nothing: what is removed again counts as installed.",
  numerator: ["installs_configured"],
  denominator: ["installs_made"],
  partnerSees: true,
});

import { defineMetric } from "../metric";

export const installActivation = defineMetric({
  label: "Install activation",
  unit: "percent",
  better: "up",
  group: "Customers",
  owner: "program_owner",
  meaning: "How many installs of the period came to work.",
  formula: "installs that came to a successful sync / installs of the period",
  exclusions: "Nothing: what is removed again counts as installed.",
  numerator: ["installs_synced"],
  denominator: ["installs_made"],
  partnerSees: true,
});

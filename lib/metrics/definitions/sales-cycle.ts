import { defineMetric } from "../metric";

export const salesCycle = defineMetric({
  label: "Sales cycle",
  unit: "days",
  better: "down",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How long a won deal took.",
  formula: "Σ days from registration (else opening) to close / number, won deals closed in the period",
  exclusions: "Won deals whose start is not known.",
  numerator: ["cycle_days"],
  denominator: ["cycle_count"],
  partnerSees: true,
});

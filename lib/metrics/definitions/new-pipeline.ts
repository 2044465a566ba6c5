import { defineMetric } from "../metric";

export const newPipeline = defineMetric({
  label: "New pipeline",
  unit: "money",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "What partners brought in new.",
  formula: "Σ amount of deals with a sourcing partner opened in the period, as they were opened",
  exclusions: "Deals whose opening day is not known.",
  numerator: ["opened_amount"],
  partnerSees: true,
});

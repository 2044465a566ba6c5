import { defineMetric } from "../metric";

export const trainingCompletion = defineMetric({
  label: "Training completion",
  unit: "percent",
  better: "up",
  group: "Enablement",
  owner: "program_owner",
  meaning: "How much of the training that was due was done. Late completions count when completed.",
  formula: "assignments completed / assignments due or completed early, in the period",
  exclusions: "Assignments due later and not completed yet.",
  numerator: ["training_done"],
  denominator: ["training_due"],
  partnerSees: true,
});

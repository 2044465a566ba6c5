import { defineMetric } from "../metric";

export const trainingCompletion = defineMetric({
  label: "Training completion",
  unit: "percent",
  better: "up",
  group: "Enablement",
  owner: "program_owner",
  meaning:
    "How much of the training that was due was done. An assignment counts once in a period: when it falls due, or when it is completed, early or late.",
  formula: "assignments completed in the period / assignments due or completed in it",
  exclusions:
    "Assignments due in the period that were completed before it; assignments due later and not completed yet.",
  numerator: ["training_done"],
  denominator: ["training_due"],
  partnerSees: true,
});

import { defineMetric } from "../metric";

export const stageDuration = defineMetric({
  label: "Time in stage",
  unit: "days",
  better: "down",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How long deals stay in a stage. Read it by stage.",
  formula: "mean days spent in the stage, of stays that ended in the period",
  exclusions: "Stays that have not ended, and those whose start is not known.",
  numerator: ["stage_days"],
  denominator: ["stage_stays"],
  partnerSees: true,
});

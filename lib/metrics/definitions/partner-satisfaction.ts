import { defineMetric } from "../metric";

export const partnerSatisfaction = defineMetric({
  label: "Partner satisfaction",
  unit: "score",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "What partner people think of working with us, from 0 to 100.",
  formula: "mean of the answers of partner people, 0 to 10, × 10, answered in the period",
  exclusions: "Answers of customers.",
  numerator: ["pulse_points"],
  denominator: ["pulse_answers"],
  scale: { times: 10 },
  partnerSees: true,
});

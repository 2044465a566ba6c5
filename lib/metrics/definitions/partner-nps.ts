import { defineMetric } from "../metric";

export const partnerNps = defineMetric({
  label: "Partner NPS",
  unit: "points",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "Whether partner people would recommend us, from −100 to 100.",
  formula: "(answers of 9 or 10 − answers of 0 to 6) × 100 / answers of partner people, in the period",
  exclusions: "Answers of 7 and 8 count in the denominator alone.",
  numerator: ["promoters"],
  denominator: ["pulse_answers"],
  less: ["detractors"],
  scale: { times: 100 },
  partnerSees: true,
});

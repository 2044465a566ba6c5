import { defineMetric } from "../metric";

export const escalations = defineMetric({
  label: "Escalations",
  unit: "count",
  better: "down",
  group: "Customers",
  owner: "program_owner",
  meaning: "What went wrong so far that somebody asked for help.",
  formula: "support cases opened in the period",
  exclusions: "Questions that were answered without a case.",
  numerator: ["tickets_opened"],
  partnerSees: true,
});

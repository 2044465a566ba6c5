import { defineMetric } from "../metric";

export const escalations = defineMetric({
  label: "Escalations",
  unit: "count",
  better: "down",
  group: "Customers",
  owner: "program_owner",
  meaning: "What went wrong so far that somebody asked for help.",
  formula: "support cases and questions about figures (data issues) opened in the period",
  exclusions:
    "Nothing. A question that staff keep to themselves counts for the program, not for the partner that it is about.",
  numerator: ["escalations_opened"],
  partnerSees: true,
});

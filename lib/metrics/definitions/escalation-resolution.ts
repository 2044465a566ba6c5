import { defineMetric } from "../metric";

export const escalationResolution = defineMetric({
  label: "Time to resolution",
  unit: "hours",
  better: "down",
  group: "Customers",
  owner: "program_owner",
  meaning: "How long a case or a question about a figure stays open: half of them took less.",
  formula:
    "median hours from opening to resolution, of support cases and questions about figures resolved in the period",
  exclusions: "Cases and questions that are still open.",
  numerator: ["resolution_median"],
  scale: { over: 3600 },
  partnerSees: true,
});

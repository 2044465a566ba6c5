import { defineMetric } from "../metric";

export const retention = defineMetric({
  label: "Customer retention",
  unit: "percent",
  better: "up",
  group: "Retention",
  owner: "program_owner",
  meaning: "How many customers stayed.",
  formula: "partner-managed customers active at the start and still at the end / active at the start",
  exclusions: "Customers won during the period.",
  numerator: ["customers_kept"],
  denominator: ["customers_before"],
  partnerSees: true,
});

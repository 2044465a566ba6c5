import { defineMetric } from "../metric";

export const approvalRate = defineMetric({
  label: "Approval rate",
  unit: "percent",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How many of the decided registrations were approved.",
  formula: "approved / (approved + rejected), decided in the period",
  exclusions: "Registrations that wait, were returned or withdrawn.",
  numerator: ["approved"],
  denominator: ["approved", "rejected"],
  partnerSees: true,
});

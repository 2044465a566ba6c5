import { defineMetric } from "../metric";

export const activePartnerRate = defineMetric({
  label: "Active partners",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many of the enrolled partners did something.",
  formula:
    "partners with a registration, a training completion or a new deal in the period / enrolled partners at its end",
  exclusions: "Suspended and merged partners.",
  numerator: ["active_enrolled"],
  denominator: ["enrolled"],
  partnerSees: false,
});

import { defineMetric } from "../metric";

export const activePartnerRate = defineMetric({
  label: "Active partners",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many of the enrolled partners did something.",
  formula: "partners with {activities} in the period / enrolled partners at its end",
  exclusions: "Suspended and merged partners.",
  numerator: ["active_enrolled"],
  denominator: ["enrolled"],
  settings: {
    activities: {
      of: "active_enrolled",
      kind: "several",
      label: "What counts as active",
      default: ["registration", "training", "deal"],
      options: { registration: "a registration", training: "a training completion", deal: "a new deal" },
    },
  },
  partnerSees: false,
});

import { defineMetric } from "../metric";

export const activationOnboarded = defineMetric({
  label: "Activation: onboarded",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many of the partners that signed in the period are through onboarding by now.",
  formula: "partners that left onboarding / partners that signed, in the period",
  exclusions: "Partners whose signing day is not known, and merged ones.",
  numerator: ["signed_onboarded"],
  denominator: ["signed"],
  partnerSees: false,
});

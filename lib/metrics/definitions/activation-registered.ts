import { defineMetric } from "../metric";

export const activationRegistered = defineMetric({
  label: "Activation: first registration",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many of the partners that signed in the period have registered a deal by now.",
  formula: "partners with a submitted registration / partners that signed, in the period",
  exclusions: "Partners whose signing day is not known, and merged ones.",
  numerator: ["signed_registered"],
  denominator: ["signed"],
  partnerSees: false,
});

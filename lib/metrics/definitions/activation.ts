import { defineMetric } from "../metric";

export const activation = defineMetric({
  label: "Activation",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many of the partners that signed in the period have won a deal by now. Read it by month of signing.",
  formula: "partners with a won deal / partners that signed, in the period",
  exclusions: "Partners whose signing day is not known, and merged ones.",
  numerator: ["signed_won"],
  denominator: ["signed"],
  partnerSees: false,
});

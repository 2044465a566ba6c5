import { defineMetric } from "../metric";

export const enrolledPartners = defineMetric({
  label: "Enrolled partners",
  unit: "count",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many partners the program has.",
  formula: "Number of partners that are onboarding, active or dormant at the end of the period",
  exclusions: "Suspended and merged partners.",
  numerator: ["enrolled"],
  partnerSees: false,
});

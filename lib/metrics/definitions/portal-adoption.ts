import { defineMetric } from "../metric";

export const portalAdoption = defineMetric({
  label: "Portal adoption",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many partners really use the portal.",
  formula: "enrolled partners with a person who signed in on {days} or more distinct days / enrolled partners",
  exclusions: "Suspended and merged partners.",
  numerator: ["adopting"],
  denominator: ["enrolled"],
  settings: {
    days: { of: "adopting", kind: "number", label: "Distinct days with a sign-in", default: 2, least: 1, most: 31 },
  },
  partnerSees: false,
});

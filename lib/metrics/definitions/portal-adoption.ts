import { defineMetric } from "../metric";

export const portalAdoption = defineMetric({
  label: "Portal adoption",
  unit: "percent",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning: "How many partners really use the portal.",
  formula: "enrolled partners with a person who signed in on 2 or more distinct days / enrolled partners",
  exclusions: "Suspended and merged partners.",
  numerator: ["adopting"],
  denominator: ["enrolled"],
  partnerSees: false,
});

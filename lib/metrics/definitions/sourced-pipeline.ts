import { defineMetric } from "../metric";

export const sourcedPipeline = defineMetric({
  label: "Sourced pipeline",
  unit: "money",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning:
    "What partners have brought that is still open. Read from the deal history as it stood just before the end of the period.",
  formula: "Σ amount of open deals with a sourcing partner, as of the end of the period",
  exclusions:
    "Deals without a sourcing partner. A deal whose opening day the source does not give counts as open from the beginning.",
  numerator: ["open_amount"],
  partnerSees: true,
});

import { defineMetric } from "../metric";

export const pipelineContribution = defineMetric({
  label: "Contribution to pipeline",
  unit: "percent",
  better: "up",
  group: "Pipeline",
  owner: "executive",
  meaning: "The share of open pipeline that partners sourced or influence.",
  formula: "partner-attached open pipeline / all open pipeline, as of the end of the period",
  exclusions: "Nothing: deals without partners are in the denominator.",
  numerator: ["open_amount", "influenced_open"],
  denominator: ["open_amount", "unsourced_open"],
  partnerSees: false,
});

import { defineMetric } from "../metric";

export const stageConversion = defineMetric({
  label: "Stage conversion",
  unit: "percent",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How many deals move on. Read it by stage.",
  formula:
    "deals that entered the stage in the period and went on to a later stage or were won / deals that entered it",
  exclusions: "Stages that end a deal; deals of direct sales.",
  numerator: ["stage_advanced"],
  denominator: ["stage_entered"],
  partnerSees: true,
});

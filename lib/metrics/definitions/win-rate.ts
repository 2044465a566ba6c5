import { defineMetric } from "../metric";

export const winRate = defineMetric({
  label: "Win rate",
  unit: "percent",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How many of the deals that partners sourced and that were accepted were won.",
  formula: "won / (won + lost), accepted deals closed in the period",
  exclusions: "Deals whose registration was not approved; deals that partners only influenced; open deals.",
  numerator: ["accepted_won"],
  denominator: ["accepted_won", "accepted_lost"],
  partnerSees: true,
});

import { defineMetric } from "../metric";

export const channelRoi = defineMetric({
  label: "Return on channel investment",
  unit: "ratio",
  better: "up",
  group: "Return",
  owner: "finance",
  meaning: "What one unit of channel cost brought in.",
  formula: "sourced revenue / channel cost (incentives and funds used, enablement, support, operations), in the period",
  exclusions: "Margin, where it is not known: the figure is on revenue.",
  numerator: ["won_amount"],
  denominator: ["channel_cost"],
  partnerSees: false,
});

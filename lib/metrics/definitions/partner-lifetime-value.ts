import { defineMetric } from "../metric";

export const partnerLifetimeValue = defineMetric({
  label: "Partner lifetime value",
  unit: "money",
  better: "up",
  group: "Return",
  owner: "executive",
  meaning: "What partners have brought since the start, less what they cost.",
  formula:
    "Σ sourced revenue and renewals since the start − Σ incentives, costs and yearly program cost × years since the start",
  exclusions: "Expansion that is not a deal of its own; costs of the program as a whole for one partner’s own figure.",
  numerator: ["won_ever", "renewed_ever"],
  less: ["cost_ever", "program_cost"],
  partnerSees: false,
});

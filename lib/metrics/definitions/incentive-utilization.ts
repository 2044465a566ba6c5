import { defineMetric } from "../metric";

export const incentiveUtilization = defineMetric({
  label: "Incentive utilization",
  unit: "percent",
  better: "up",
  group: "Return",
  owner: "finance",
  meaning: "How much of what was made available was used.",
  formula: "incentives used by the end of the period / incentives granted in it (MDF, rebates, rewards)",
  exclusions: "Uses after the end of the period; costs that no grant stands behind.",
  numerator: ["incentives_used"],
  denominator: ["incentives_granted"],
  partnerSees: true,
});

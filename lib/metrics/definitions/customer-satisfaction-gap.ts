import { defineMetric } from "../metric";

export const customerSatisfactionGap = defineMetric({
  label: "Customer satisfaction gap",
  unit: "points",
  better: "up",
  group: "Customers",
  owner: "program_owner",
  meaning: "How much happier customers with a partner are than those we serve directly, in points of 100.",
  formula:
    "mean CSAT of partner-managed customers − mean CSAT of direct ones (1 to 5, 25 points a step), answered in the period",
  exclusions:
    "A group without answers on one side has no gap; the direct side has no partner, so a cut by what partners are has none.",
  numerator: ["csat_points"],
  denominator: ["csat_answers"],
  minus: { numerator: ["csat_direct_points"], denominator: ["csat_direct_answers"] },
  scale: { times: 25 },
  partnerSees: false,
});

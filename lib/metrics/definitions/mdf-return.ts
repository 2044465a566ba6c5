import { defineMetric } from "../metric";

export const mdfReturn = defineMetric({
  label: "Return on MDF",
  unit: "ratio",
  better: "up",
  group: "Return",
  owner: "finance",
  meaning: "What funded activities touched, for each unit paid for them.",
  formula:
    "pipeline and revenue, at the end of the period, of deals touched in it by MDF-funded activities / MDF paid in the period",
  exclusions: "Deals that were lost. A deal that several activities touched counts once.",
  numerator: ["mdf_touched"],
  denominator: ["mdf_paid"],
  partnerSees: true,
});

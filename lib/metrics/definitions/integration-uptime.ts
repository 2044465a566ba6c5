import { defineMetric } from "../metric";

export const integrationUptime = defineMetric({
  label: "Integration uptime",
  unit: "percent",
  better: "up",
  group: "Customers",
  owner: "program_owner",
  meaning: "How much of the time integrations worked.",
  formula: "minutes up / minutes observed, in the period",
  exclusions: "Minutes in which nobody looked.",
  numerator: ["minutes_up"],
  denominator: ["minutes_observed"],
  partnerSees: true,
});

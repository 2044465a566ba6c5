import { defineMetric } from "../metric";

export const forecast = defineMetric({
  label: "Forecast",
  unit: "money",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "What the period is likely to bring.",
  formula: "Σ amount × stage probability of open deals expected to close in the period, plus won so far",
  exclusions: "Open deals without an expected close day.",
  numerator: ["expected_amount", "won_amount"],
  partnerSees: true,
});

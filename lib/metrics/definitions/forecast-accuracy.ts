import { defineMetric } from "../metric";

export const forecastAccuracy = defineMetric({
  label: "Forecast accuracy",
  unit: "percent",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How near the forecast came that stood when the period began. Stages weigh as they do today.",
  formula: "1 − |forecast as of the start − won in the period| / won in the period, and never less than 0",
  exclusions: "Open deals without an expected close day. A period without a won deal has no accuracy.",
  numerator: ["forecast_at_start"],
  denominator: ["won_amount"],
  form: "accuracy",
  partnerSees: false,
});

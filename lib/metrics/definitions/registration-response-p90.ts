import { defineMetric } from "../metric";

export const registrationResponseP90 = defineMetric({
  label: "Response to registrations, slowest tenth",
  unit: "hours",
  better: "down",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "What one partner in ten waits for, or longer.",
  formula: "90th percentile of the hours from submission to the first answer, of registrations decided in the period",
  exclusions: "Registrations that wait, or whose answer has no time.",
  numerator: ["response_p90"],
  scale: { over: 3600 },
  partnerSees: true,
});

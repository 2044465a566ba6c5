import { defineMetric } from "../metric";

export const registrationResponse = defineMetric({
  label: "Response to registrations",
  unit: "hours",
  better: "down",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "How long a partner waits for the first answer: half of them waited less.",
  formula: "median hours from submission to the first answer, of registrations decided in the period",
  exclusions: "Registrations that wait, or whose answer has no time.",
  numerator: ["response_median"],
  scale: { over: 3600 },
  partnerSees: true,
});

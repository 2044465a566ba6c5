import { defineMetric } from "../metric";

export const registrationInTime = defineMetric({
  label: "Registrations answered in time",
  unit: "percent",
  better: "up",
  group: "Pipeline",
  owner: "program_owner",
  meaning: "Whether we keep what we promise.",
  formula: "registrations answered within the service level / registrations decided in the period",
  exclusions: "Registrations that wait, or whose answer has no time.",
  numerator: ["responded_in_time"],
  denominator: ["responded"],
  partnerSees: true,
});

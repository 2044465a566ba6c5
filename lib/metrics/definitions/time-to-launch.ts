import { defineMetric } from "../metric";

export const timeToLaunch = defineMetric({
  label: "Time to launch",
  unit: "days",
  better: "down",
  group: "Partners",
  owner: "program_owner",
  meaning: "How long a new partner takes to its first result.",
  formula:
    "Σ days from the signed contract to the first live integration or registered deal / partners that launched in the period",
  exclusions: "Partners whose signing day is not known, or that registered or integrated before they signed.",
  numerator: ["launch_days"],
  denominator: ["launched"],
  partnerSees: false,
});

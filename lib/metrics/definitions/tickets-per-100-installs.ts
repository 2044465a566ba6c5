import { defineMetric } from "../metric";

export const ticketsPer100Installs = defineMetric({
  label: "Tickets per 100 installs",
  unit: "ratio",
  better: "down",
  group: "Customers",
  owner: "program_owner",
  meaning: "How much help installs need.",
  formula: "support tickets opened in the period × 100 / installs in use at its end",
  exclusions: "Installs that were removed.",
  numerator: ["tickets_opened"],
  denominator: ["active_installs"],
  scale: { times: 100 },
  partnerSees: true,
});

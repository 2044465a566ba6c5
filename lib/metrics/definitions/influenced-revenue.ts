import { defineMetric } from "../metric";

export const influencedRevenue = defineMetric({
  label: "Influenced revenue",
  unit: "money",
  better: "up",
  group: "Revenue",
  owner: "program_owner",
  meaning:
    "What partners helped to win. One partner: deals it influenced and did not source. The program: deals with influence that no partner sourced, each once, so that sourced and influenced add up to partner-attached revenue.",
  formula: "Σ amount of closed-won deals with an influencing partner, closed in the period",
  exclusions:
    "For the program, deals that any partner sourced. Shared deals make the partners’ own figures add up to more than the total.",
  numerator: ["influenced_unsourced"],
  ofPartner: { numerator: ["influenced_amount"] },
  partnerSees: true,
});

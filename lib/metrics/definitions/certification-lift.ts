import { defineMetric } from "../metric";

export const certificationLift = defineMetric({
  label: "Certification lift",
  unit: "points",
  better: "up",
  group: "Enablement",
  owner: "program_owner",
  meaning: "How much more often certified partners win. Both numbers of deals stand with it: few deals say little.",
  formula:
    "win rate of accepted deals of partners certified when the deal opened − win rate of the others, closed in the period",
  exclusions: "Deals whose opening day is not known.",
  numerator: ["certified_won"],
  denominator: ["certified_won", "certified_lost"],
  minus: { numerator: ["uncertified_won"], denominator: ["uncertified_won", "uncertified_lost"] },
  scale: { times: 100 },
  partnerSees: false,
});

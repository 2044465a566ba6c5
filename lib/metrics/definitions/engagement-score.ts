import { engagementParts, engagementRules } from "../engagement";
import { defineMetric } from "../metric";

const weights = engagementParts
  .map((part) => `${engagementRules[part].label.toLowerCase()} ${engagementRules[part].weight}`)
  .join(", ");

export const engagementScore = defineMetric({
  label: "Engagement score",
  unit: "score",
  better: "up",
  group: "Partners",
  owner: "program_owner",
  meaning:
    "How often and how recently a partner did something with us. 70 or more is highly active, under 15 inactive; who fell by 20 or more against the quarter before is at risk.",
  formula: `Σ points of enrolled partners / enrolled partners, over the three months before the end of the period. Points: ${weights}; six tenths of each for how often, four for how recently`,
  exclusions: "Suspended and merged partners; what lies more than three months back.",
  numerator: [
    "engagement_sign_ins",
    "engagement_registrations",
    "engagement_training",
    "engagement_content",
    "engagement_co_marketing",
  ],
  denominator: ["enrolled"],
  scale: { over: 100 },
  partnerSees: true,
});

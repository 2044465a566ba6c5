/**
 * The engagement score of a partner: 0 to 100, over the three months before a day. Each part gives up to its weight: six
 * tenths for how often (in full at `often` times), four tenths for how recently (in full on the last day, none after 90).
 */
export const engagementRules = {
  sign_ins: { label: "Sign-ins", what: "days on which its people signed in", weight: 30, often: 24 },
  registrations: { label: "Registrations", what: "registrations submitted", weight: 25, often: 6 },
  training: { label: "Training", what: "training completed", weight: 15, often: 4 },
  content: { label: "Content", what: "content used", weight: 15, often: 12 },
  co_marketing: { label: "Co-marketing", what: "marketing done together", weight: 15, often: 2 },
} as const;

export type EngagementPart = keyof typeof engagementRules;
export const engagementParts = Object.keys(engagementRules) as EngagementPart[];

/** Days after which what a partner did counts as long ago. */
export const engagementDays = 90;

/** A part's hundredths of a point, from how often in three months and how many days ago last (0 on the last day). */
export function engagementPoints(part: EngagementPart, times: number, daysAgo: number): number {
  if (times === 0) return 0;
  const { weight, often } = engagementRules[part];
  const frequency = 6 * Math.min(times, often) * engagementDays;
  const recency = 4 * often * Math.max(0, engagementDays - daysAgo);
  return Math.round((weight * 100 * (frequency + recency)) / (10 * often * engagementDays));
}

export type EngagementLevel = "highly_active" | "active" | "at_risk" | "inactive";

export const engagementLevels: Record<EngagementLevel, { label: string; meaning: string }> = {
  highly_active: { label: "Highly active", meaning: "A score of 70 or more" },
  active: { label: "Active", meaning: "A score of 15 to 70" },
  at_risk: { label: "At risk", meaning: "A score that fell by 20 or more against the quarter before" },
  inactive: { label: "Inactive", meaning: "A score under 15" },
};

/** The level of a score, with the score of three months before. A fall outweighs a high score: it is what to act on. */
export function engagementLevel(score: number, before: number | null): EngagementLevel {
  if (before !== null && before - score >= 20) return "at_risk";
  if (score < 15) return "inactive";
  return score >= 70 ? "highly_active" : "active";
}

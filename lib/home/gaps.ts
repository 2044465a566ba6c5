/** What partners lack of certification, onboarding and reviews, in the order of the page. */
export const gaps = {
  uncertified: {
    title: "Active partners without a valid certification",
    short: "without a certification",
    column: "Last one ended",
  },
  expiring: {
    title: "Certifications that end soon",
    short: "with a certification that ends soon",
    column: "Certification",
  },
  training: { title: "Training overdue", short: "with training overdue", column: "Overdue" },
  steps: { title: "Onboarding steps overdue", short: "late with an onboarding step", column: "Overdue" },
  onboarding: { title: "Onboarding that stands still", short: "stuck in onboarding", column: "Since" },
  reviews: { title: "Reviews open or due", short: "with a review to hold", column: "Due" },
} as const;

export type GapKey = keyof typeof gaps;
export const gapKeys = Object.keys(gaps) as GapKey[];

/** Days before its end at which a certification counts as ending soon, and of onboarding without a first deal or registration. */
export const gapDays = { expiring: 60, onboarding: 30 };

export const gapMeanings: Record<GapKey, string> = {
  uncertified: "Partners of status active that hold no certification that is valid today.",
  expiring: `Certifications that end within ${gapDays.expiring} days, of partners that are not suspended.`,
  training: "Courses past their day and not completed, of partners that are not suspended.",
  steps: "Steps of the onboarding checklist past their day and not done, of partners that are not suspended.",
  onboarding: `In onboarding for more than ${gapDays.onboarding} days, without a registration or a deal of their own.`,
  reviews: "Partnerships whose review is open, or whose day for the next one has come.",
};

/** A partner with a gap: since when (or until when), and of what. */
export type GapLine = {
  id: string;
  name: string;
  manager: string | null;
  what: string | null;
  on: string | null;
  count: number;
};

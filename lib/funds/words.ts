/** What funded activities are. */
export const activities = {
  campaign: "Campaign",
  event: "Event",
  webinar: "Webinar",
  content: "Content",
  training: "Training",
  other: "Other",
} as const;
export type Activity = keyof typeof activities;

/** `FR-0012`. */
export const requestNumber = (number: number) => `FR-${String(number).padStart(4, "0")}`;
/** `FC-0012`. */
export const claimNumber = (number: number) => `FC-${String(number).padStart(4, "0")}`;

/** The tabs of staff's pages of funds. */
export const fundTabs = (current: "queue" | "budgets" | "return", seesReturn: boolean) =>
  (
    [
      ["queue", "/funds", "Waiting"],
      ["budgets", "/funds/budgets", "Budgets"],
      ["return", "/funds/return", "Return"],
    ] as const
  )
    .filter(([key]) => key !== "return" || seesReturn)
    .map(([key, href, label]) => ({ href, label, current: key === current }));

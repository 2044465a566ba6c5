export const leadStatuses = {
  new: "To be offered",
  offered: "Waits for an answer",
  accepted: "Accepted",
  converted: "Deal open",
  won: "Won",
  lost: "Lost",
  unplaced: "No partner left",
} as const;
export type LeadStatus = keyof typeof leadStatuses;
export const leadTones = {
  new: "info",
  offered: "warn",
  accepted: "info",
  converted: "info",
  won: "good",
  lost: "neutral",
  unplaced: "bad",
} as const satisfies Record<LeadStatus, string>;

export const offerStatuses = {
  offered: "Waits for an answer",
  accepted: "Accepted",
  declined: "Declined",
  passed: "Passed on",
} as const;
export type OfferStatus = keyof typeof offerStatuses;
export const offerTones = {
  offered: "warn",
  accepted: "good",
  declined: "neutral",
  passed: "neutral",
} as const satisfies Record<OfferStatus, string>;

/** Where a lead stands, in the words of the side that reads it. */
export const statusFor = (side: "staff" | "partner", status: LeadStatus): string =>
  side === "partner" && status === "offered" ? "Waits for you" : leadStatuses[status];

/** How the leads of the program stand, in one sentence. */
export function stateOfLeads(counts: readonly { status: LeadStatus; count: number }[]): string {
  const of = (status: LeadStatus) => counts.find((one) => one.status === status)?.count ?? 0;
  const waiting = [
    of("unplaced") > 0 ? `${of("unplaced")} found no partner` : "",
    of("new") > 0 ? `${of("new")} to be offered` : "",
    of("offered") > 0 ? `${of("offered")} ${of("offered") === 1 ? "waits" : "wait"} for an answer` : "",
    `${of("accepted") + of("converted")} with partners`,
    `${of("won")} won`,
  ];
  return `${waiting.filter(Boolean).join(", ")}.`;
}

/** What a partner has to answer, in one sentence. */
export const stateOfOffers = (open: number, timeZone: string): string =>
  `${open === 0 ? "Nothing waits" : open === 1 ? "1 lead waits" : `${open} leads wait`} for your answer. Times in ${timeZone}.`;

/** What both sides say of a lead and of how it is handled. */
export const ratings: Record<string, string> = {
  5: "5 of 5, very good",
  4: "4 of 5, good",
  3: "3 of 5, fair",
  2: "2 of 5, weak",
  1: "1 of 5, no use",
};

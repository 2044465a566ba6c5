import { formatPercent } from "@/lib/format";
import { defineRule } from "../rule";
import { numberOf } from "../say";

export const approvalRateDrop = defineRule({
  label: "Approval rate fell",
  watches:
    "A partner's approval rate over the last 90 days, when it fell by so many points against the year before them, with so many decisions in each, and by more than two standard errors: a few refusals are not enough.",
  subject: "partner",
  every: "day",
  severity: 3,
  toManager: true,
  roles: ["program_owner"],
  permission: "registrations.read",
  forPartner: false,
  thresholds: {
    points: { label: "Points that it fell", unit: "points", default: 25, least: 5, most: 90 },
    decisions: { label: "Decisions in each span, at least", unit: "decisions", default: 6, least: 3, most: 200 },
  },
  says: (f) =>
    `${numberOf(f, "approved")} of ${numberOf(f, "decided")} registrations were approved in the last 90 days (${formatPercent(numberOf(f, "rate"))}), after ${formatPercent(numberOf(f, "before"))} of ${numberOf(f, "decidedBefore")} in the year before.`,
});

import { defineRule } from "../rule";
import { dayOf, days, inDays, numberOf } from "../say";

export const contractEnding = defineRule({
  label: "Contract ends",
  watches: "A partner whose contract ends within so many days, or ended less than 90 days ago without a new one.",
  subject: "partner",
  every: "day",
  severity: 2,
  toManager: true,
  roles: ["program_owner"],
  permission: "partners.read",
  forPartner: true,
  thresholds: { days: { label: "Days before its end", unit: "days", default: 60, least: 1, most: 365 } },
  says: (f) => {
    const left = numberOf(f, "left");
    return left < 0
      ? `The contract ended on ${dayOf(f, "on")}, ${days(-left)} ago, and no new one is recorded.`
      : `The contract ends on ${dayOf(f, "on")}, ${inDays(left)}.`;
  },
});

import { defineRule } from "../rule";
import { dayOf, inDays, numberOf } from "../say";

export const protectionEnding = defineRule({
  label: "Protection ends",
  watches: "An approved registration whose deal is still open and whose protection ends within so many days.",
  subject: "registration",
  every: "day",
  severity: 2,
  toManager: true,
  roles: ["program_owner"],
  permission: "registrations.read",
  forPartner: true,
  thresholds: { days: { label: "Days before its end", unit: "days", default: 14, least: 1, most: 90 } },
  says: (f) =>
    `The protection of ${f.customer} ends on ${dayOf(f, "on")}, ${inDays(numberOf(f, "left"))}, and the deal is still open.`,
});

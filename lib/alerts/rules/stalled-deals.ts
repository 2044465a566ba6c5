import { formatCount } from "@/lib/format";
import { defineRule } from "../rule";
import { dayOf, days, moneyOf, numberOf } from "../say";

export const stalledDeals = defineRule({
  label: "Stalled deals",
  watches:
    "Open deals of a partner of which nothing was moved, written or planned for so many days: one alert a partner.",
  subject: "partner",
  every: "day",
  severity: 2,
  toManager: true,
  roles: ["program_owner"],
  permission: "deals.read",
  forPartner: false,
  thresholds: { days: { label: "Days without activity", unit: "days", default: 21, least: 3, most: 365 } },
  says: (f) => {
    const count = numberOf(f, "deals");
    const worth = numberOf(f, "amount") > 0 ? `, worth ${moneyOf(f, "amount")},` : "";
    return `${count === 1 ? "One deal" : `${formatCount(count)} deals`}${worth} without activity for more than ${days(numberOf(f, "days"))}; the longest since ${dayOf(f, "since")}.`;
  },
});

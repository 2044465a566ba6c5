import { formatMonth } from "@/lib/format";
import { defineRule } from "../rule";
import { moneyOf, numberOf } from "../say";

export const revenueSwing = defineRule({
  label: "Unusual revenue",
  watches:
    "Sourced revenue of the last whole month that does not fit the partner's own year. Each of the last 13 months is divided by the same month a year before, which takes the season out; an amount is added to both, so that small numbers do not swing. The last month fires when the logarithm of its ratio lies further from the median of the 12 before than so many times their median absolute deviation (taken as 0.15 at least), and the difference in money is as large as given.",
  subject: "partner",
  every: "day",
  severity: 2,
  toManager: true,
  roles: ["program_owner"],
  permission: "metrics.read",
  forPartner: false,
  thresholds: {
    times: { label: "Times the median absolute deviation", unit: "times", default: 4, least: 2, most: 20 },
    least: {
      label: "Least difference in money",
      unit: "in the program's currency",
      default: 50000,
      least: 1,
      most: 100000000,
    },
    steady: {
      label: "Added to both months",
      unit: "in the program's currency",
      default: 20000,
      least: 1,
      most: 100000000,
    },
  },
  says: (f) =>
    `${formatMonth(String(f.month))} brought ${moneyOf(f, "value")}, ${numberOf(f, "value") < numberOf(f, "expected") ? "less" : "more"} than the ${moneyOf(f, "expected")} that its year lets expect (a year before: ${moneyOf(f, "before")}); ${f.times} times its usual deviation.`,
});

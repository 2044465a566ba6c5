import { defineRule } from "../rule";
import { dayOf } from "../say";

export const targetEndangered = defineRule({
  label: "Target missed or endangered",
  watches:
    "A target of which less than so many percent of what is due by now was reached, by the metric's own figure: what adds up is due in proportion to the days that passed. For 30 days after its period, one that was missed.",
  subject: "target",
  every: "day",
  severity: 2,
  toManager: true,
  roles: ["program_owner"],
  permission: "metrics.read",
  forPartner: false,
  thresholds: {
    reached: { label: "Reached of what is due", unit: "%", default: 80, least: 10, most: 99 },
    passed: { label: "Part of the period that must have passed", unit: "%", default: 33, least: 5, most: 95 },
  },
  says: (f) =>
    f.over
      ? `${f.metric} for ${f.period} was missed: ${f.value} of ${f.target}, when the period ended on ${dayOf(f, "last")}.`
      : `${f.metric} for ${f.period} is behind: ${f.value} of ${f.target}, ${f.reached} of what is due with ${f.passed} of the period gone.`,
});

import { formatCount } from "@/lib/format";
import { defineRule } from "../rule";
import { numberOf } from "../say";

export const approvalLate = defineRule({
  label: "Decision overdue",
  watches:
    "A registration, or a wish for longer protection, that still waits so many hours after its decision was due.",
  subject: "registration",
  every: "hour",
  severity: 1,
  toManager: true,
  roles: ["program_owner"],
  permission: "registrations.decide",
  forPartner: false,
  immediate: true,
  thresholds: { hours: { label: "Hours after it was due", unit: "hours", default: 4, least: 0, most: 500 } },
  says: (f) => {
    const hours = numberOf(f, "late");
    const late =
      hours >= 48
        ? `${formatCount(Math.floor(hours / 24))} days`
        : hours === 1
          ? "1 hour"
          : `${formatCount(hours)} hours`;
    return `${f.extension ? "A wish for longer protection of" : "The registration of"} ${f.customer} was due ${late} ago and waits for a decision.`;
  },
});

import { formatCount } from "@/lib/format";
import { defineRule } from "../rule";
import { dayOf, days, numberOf } from "../say";

export const contactsStale = defineRule({
  label: "Contacts not reviewed",
  watches:
    "A partner with contacts of which none was reviewed for so many days: the quarterly review of its contacts is due. One that was reviewed in time keeps the alert away.",
  subject: "partner",
  every: "day",
  severity: 3,
  toManager: true,
  roles: ["program_owner"],
  permission: "partners.list",
  forPartner: false,
  thresholds: { days: { label: "Days since the last review", unit: "days", default: 92, least: 14, most: 730 } },
  says: (f) => {
    const contacts = numberOf(f, "contacts");
    const has = `It has ${formatCount(contacts)} ${contacts === 1 ? "contact" : "contacts"}`;
    return f.last
      ? `${has}; the last review of any was on ${dayOf(f, "last")}, ${days(numberOf(f, "ago"))} ago.`
      : `${has}, never reviewed.`;
  },
});

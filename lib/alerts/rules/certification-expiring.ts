import { defineRule } from "../rule";
import { dayOf, inDays, numberOf } from "../say";

export const certificationExpiring = defineRule({
  label: "Certification expires",
  watches: "A certification that ends within so many days and was not renewed by the same person.",
  subject: "certification",
  every: "day",
  severity: 3,
  toManager: true,
  roles: ["program_owner"],
  permission: "partners.read",
  forPartner: true,
  thresholds: { days: { label: "Days before its end", unit: "days", default: 30, least: 1, most: 180 } },
  says: (f) =>
    `${f.certification}${f.person ? `, held by ${f.person},` : ""} expires on ${dayOf(f, "on")}, ${inDays(numberOf(f, "left"))}.`,
});

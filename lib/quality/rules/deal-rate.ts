import { defineRule } from "../rule";

export const dealRate = defineRule({
  label: "Amount can be reported",
  kind: "valid",
  subject: "deal",
  asks: "The amount of every deal has an exchange rate of its day, so that it counts in figures.",
  says: (wrong) => `There is no exchange rate for its ${wrong}: figures leave it out.`,
  mend: "Import the rate of its day, or correct the currency of the deal.",
  weight: 2,
});

import { defineRule } from "../rule";

export const dealOrder = defineRule({
  label: "Deal closed after it opened",
  kind: "consistent",
  subject: "deal",
  asks: "A deal that is closed did so on the day it was opened, or later.",
  says: (wrong) => `It closed ${wrong}.`,
  mend: "Correct the days of the deal.",
  weight: 1,
});

import { defineRule } from "../rule";

export const dealOverdue = defineRule({
  label: "Expected close is still to come",
  kind: "fresh",
  subject: "deal",
  asks: "The day on which an open deal is expected to close is not more than a week ago.",
  says: (wrong) => `It was expected to close on ${wrong} and is open still.`,
  mend: "Close the deal, or say anew when it closes.",
  weight: 2,
});

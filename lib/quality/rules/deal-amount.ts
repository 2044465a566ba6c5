import { defineRule } from "../rule";

export const dealAmount = defineRule({
  label: "Won deal has an amount",
  kind: "consistent",
  subject: "deal",
  asks: "Every deal that was won has an amount above zero.",
  says: () => "It was won for nothing.",
  mend: "Correct the amount of the deal.",
  weight: 2,
});

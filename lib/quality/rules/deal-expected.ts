import { defineRule } from "../rule";

export const dealExpected = defineRule({
  label: "Open deal says when it closes",
  kind: "required",
  subject: "deal",
  asks: "Every open deal has a day on which it is expected to close.",
  says: () => "Nobody said when it is expected to close.",
  mend: "Write the day on the deal.",
  weight: 1,
});

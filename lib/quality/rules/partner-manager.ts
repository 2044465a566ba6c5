import { defineRule } from "../rule";

export const partnerManager = defineRule({
  label: "Partner has a channel manager",
  kind: "required",
  subject: "partner",
  asks: "Every active or onboarding partner has a channel manager who can sign in.",
  says: (wrong) => (wrong === "none" ? "Nobody looks after it." : `${wrong} looks after it and cannot sign in.`),
  mend: "Choose a channel manager on the partner.",
  weight: 2,
});

import { defineRule } from "../rule";

export const contactReviewed = defineRule({
  label: "Contact was reviewed this quarter",
  kind: "fresh",
  subject: "person",
  asks: "Somebody said within the last quarter (92 days) that a partner's contact is still right.",
  says: (wrong) => (wrong === "never" ? "Nobody ever reviewed it." : `It was last reviewed on ${wrong}.`),
  mend: "Call or write, and mark the contact as reviewed on the partner's record.",
  weight: 1,
});

import { defineRule } from "../rule";

export const partnerContact = defineRule({
  label: "Partner can be reached",
  kind: "required",
  subject: "partner",
  asks: "Every partner that is not suspended has a contact with an e-mail address.",
  says: (wrong) => (wrong === "none" ? "It has no contact." : "None of its contacts has an e-mail address."),
  mend: "Add a contact on the partner's record, or an address to one.",
  weight: 3,
});

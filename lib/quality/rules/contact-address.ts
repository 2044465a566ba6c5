import { defineRule } from "../rule";

export const contactAddress = defineRule({
  label: "Contact's e-mail is an address",
  kind: "valid",
  subject: "person",
  asks: "The e-mail of a partner's contact that has one can be written to.",
  says: (wrong) => `"${wrong}" is no e-mail address.`,
  mend: "Correct it among the partner's contacts.",
  weight: 1,
});

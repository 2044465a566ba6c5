import { defineRule } from "../rule";

export const partnerDomain = defineRule({
  label: "Partner's domain is a domain",
  kind: "valid",
  subject: "partner",
  asks: "The domain of a partner that has one is a host's name, such as acme.com: without address, path or spaces.",
  says: (wrong) => `"${wrong}" is no host's name.`,
  mend: "Correct the domain on the partner.",
  weight: 1,
});

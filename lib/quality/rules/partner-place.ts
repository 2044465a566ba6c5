import { defineRule } from "../rule";

export const partnerPlace = defineRule({
  label: "Partner has country and region",
  kind: "required",
  subject: "partner",
  asks: "Every partner that is not suspended has a country and a region: figures are cut by them.",
  says: (wrong) => `There is no ${wrong}.`,
  mend: "Write it on the partner.",
  weight: 2,
});

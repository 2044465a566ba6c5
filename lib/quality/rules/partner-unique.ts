import { defineRule } from "../rule";

export const partnerUnique = defineRule({
  label: "Partner stands here once",
  kind: "unique",
  subject: "partner",
  asks: "No other partner is likely to be the same company: pairs that somebody called different do not count.",
  says: (wrong) => `It may be the same as ${wrong}.`,
  mend: "Compare the two, and merge them or say that they are not the same.",
  weight: 3,
});

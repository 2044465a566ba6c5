import { defineRule } from "../rule";

export const accountUnique = defineRule({
  label: "Customer stands here once",
  kind: "unique",
  subject: "account",
  asks: "No other customer is likely to be the same company: pairs that somebody called different do not count.",
  says: (wrong) => `It may be the same as ${wrong}.`,
  mend: "Compare the two, and merge them or say that they are not the same.",
  weight: 2,
});

import { defineRule } from "../rule";

export const personUnique = defineRule({
  label: "Contact stands here once",
  kind: "unique",
  subject: "person",
  asks: "No other contact of the partner is likely to be the same person: pairs that somebody called different do not count.",
  says: (wrong) => `It may be the same as ${wrong}.`,
  mend: "Compare the two, and merge them or say that they are not the same.",
  weight: 1,
});

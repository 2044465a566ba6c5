import { defineRule } from "../rule";

export const accountPlace = defineRule({
  label: "Customer has a country and an industry",
  kind: "required",
  subject: "account",
  asks: "Every customer has a country and an industry.",
  says: (wrong) => `There is no ${wrong}.`,
  mend: "Bring it in with the source's next import.",
  weight: 1,
});

import { defineRule } from "../rule";

export const contractAgrees = defineRule({
  label: "Contract's status agrees with its end",
  kind: "consistent",
  subject: "partner",
  asks: "A contract that is said to run has not ended, and one that is said to be over has: partners with an end of contract.",
  says: (wrong) => `The contract is said to be ${wrong}.`,
  mend: "Correct the contract's status or end on the partner.",
  weight: 2,
});

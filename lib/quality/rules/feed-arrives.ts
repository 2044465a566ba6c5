import { defineRule } from "../rule";

export const feedArrives = defineRule({
  label: "Source still sends",
  kind: "fresh",
  subject: "source",
  asks: "A source that was published four times or more sends as it used to: it is silent for no longer than twice the median of the pauses between its last ten imports, and a day more.",
  says: (wrong) => `Its last import was published ${wrong}.`,
  mend: "Ask whoever sends it, and import what is missing.",
  weight: 2,
});

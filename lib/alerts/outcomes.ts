/** What people did about an alert, as they say when they resolve it. `contact` is kept on the partner's or deal's record. */
export const outcomes = {
  called: { label: "Called the partner", acted: true, contact: "call" },
  met: { label: "Met the partner", acted: true, contact: "meeting" },
  decided: { label: "Decided what waited", acted: true, contact: null },
  corrected: { label: "Corrected the data", acted: true, contact: null },
  handled: { label: "Did something else", acted: true, contact: null },
  none: { label: "Nothing was needed", acted: false, contact: null },
} as const;
export type Outcome = keyof typeof outcomes;
export const outcomeKeys = Object.keys(outcomes) as [Outcome, ...Outcome[]];
export const actedOutcomes = outcomeKeys.filter((key) => outcomes[key].acted);

import { type Status, statuses, statusKeys } from "./status";

/** `2 behind, 1 at risk, 5 on track. 3 reviews are due.` */
export function stateOfScorecards(counts: Record<Status, number>, due: number): string {
  const said = statusKeys
    .filter((key) => counts[key] > 0)
    .map((key) => `${counts[key]} ${statuses[key].label.toLowerCase()}`);
  if (said.length === 0) return "No partnership has a scorecard yet.";
  return `${said.join(", ")}.${due > 0 ? ` ${due} ${due === 1 ? "review is" : "reviews are"} due.` : ""}`;
}

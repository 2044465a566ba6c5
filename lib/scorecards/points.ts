import type { Kind } from "./review";
import { comparedWith } from "./review";
import type { Line } from "./view";

type Item = {
  id: string;
  reviewId: string;
  raisedOn: string;
  kind: Kind;
  text: string;
  owner: string | null;
  dueOn: string | null;
  metricId: string | null;
  expected: string | null;
  startedAt: string | null;
  state: "open" | "done" | "dropped";
  outcome: string | null;
  shared: boolean;
};

/** What is open as it is shown: an experiment beside what its metric says now. */
export function pointsOf(items: readonly Item[], lines: readonly Line[], currency: string) {
  return items.map((item) => {
    const line = lines.find(({ id }) => id === item.metricId);
    const compared =
      item.kind === "experiment" && line
        ? comparedWith(item, { ...line.measured, name: line.label }, line.exact, currency).says
        : null;
    const { id, reviewId, raisedOn, kind, text, owner, dueOn, shared, outcome, state } = item;
    return { id, reviewId, raisedOn, kind, text, owner, dueOn, shared, outcome, state, compared };
  });
}

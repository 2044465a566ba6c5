import { labelOf } from "./figures";
import { comparedWith, type Kind } from "./review";
import type { Entry } from "./view";

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
  proposed: boolean;
};

type Page = {
  review: { id: string; partner: { name: string } };
  program: { reportingCurrency: string };
  figures: readonly { metricId: string | null; exactValue: string | null }[];
  items: readonly Item[];
  metrics: readonly Entry[];
  owners: readonly { id: string; name: string; kind: "staff" | "partner" }[];
};

/** What a review noted itself and what it took over, experiments beside what their metric said as of the review. */
export function reviewView({ review, program, figures, items, metrics, owners }: Page) {
  const shown = items.map((item) => {
    const metric = metrics.find(({ id }) => id === item.metricId);
    const now = figures.find(({ metricId }) => metricId === item.metricId)?.exactValue ?? null;
    const compared =
      item.kind === "experiment" && metric ? comparedWith(item, metric, now, program.reportingCurrency).says : null;
    const { metricId: _, expected: __, startedAt: ___, ...point } = item;
    return { ...point, compared };
  });
  return {
    own: shown.filter(({ reviewId }) => reviewId === review.id),
    carried: shown.filter(({ reviewId }) => reviewId !== review.id),
    decided: items.some(({ reviewId, kind }) => reviewId === review.id && kind === "decision"),
    metrics: metrics.map((metric) => ({ value: metric.id, label: labelOf(metric) })),
    owners: owners.map(({ id, name, kind }) => ({
      value: id,
      label: kind === "staff" ? name : `${name}, ${review.partner.name}`,
    })),
  };
}

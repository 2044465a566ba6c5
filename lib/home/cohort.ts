import { wholeText } from "../metrics/figure";
import type { Quartiles } from "../metrics/quartiles";
import { type MetricKey, metricOf } from "../metrics/registry";
import { partnerTypes } from "../partners/words";

/** A partner's own value of a metric, exact; null where it has none. */
export type OwnValue = { key: string; exact: string | null; href: string };
/** The quartiles of the partners of one type and tier, of one metric. */
export type CohortQuartiles = Quartiles & { metric: MetricKey; type: string; tier: string | null };

/** Where one partner stands among those like it, in words; `place` in quarters from 0, the worst, to 3, the best. */
export type CohortLine = {
  key: MetricKey;
  label: string;
  own: string;
  href: string;
  says: string;
  place: 0 | 1 | 2 | 3;
  /** How many have a value, the partner among them. */
  partners: number;
  quartiles: { q1: string; median: string; q3: string };
};

const words = ["In the last quarter", "Behind the middle", "Ahead of the middle", "In the best quarter"] as const;

/** Lines for the metrics of which the partner has a value and its cohort has quartiles, in the order of its figures. */
export function cohortLines(
  own: readonly OwnValue[],
  cohorts: readonly CohortQuartiles[],
  currency: string,
): CohortLine[] {
  return own.flatMap(({ key, exact: value, href }) => {
    const cohort = cohorts.find(({ metric }) => metric === key);
    if (!cohort || value === null) return [];
    const metric = metricOf(cohort.metric);
    if (metric.better === null) return [];
    const text = (exact: string) => wholeText(metric.unit, exact, currency, "short");
    const place = placeOf(Number(value), cohort, metric.better === "up");
    const { q1, median, q3, partners } = cohort;
    return {
      ...{ key: cohort.metric, label: metric.label, own: text(value), href, says: words[place], place, partners },
      quartiles: { q1: text(q1), median: text(median), q3: text(q3) },
    };
  });
}

/** Whoever stands exactly on the middle is not behind it, and whoever stands on the edge of the best quarter is in it. */
function placeOf(value: number, { q1, median, q3 }: Quartiles, moreIsBetter: boolean): 0 | 1 | 2 | 3 {
  const sign = moreIsBetter ? 1 : -1;
  const [low, high] = moreIsBetter ? [q1, q3] : [q3, q1];
  const beside = (edge: string) => sign * (value - Number(edge));
  if (beside(high) >= 0) return 3;
  if (beside(median) >= 0) return 2;
  return beside(low) >= 0 ? 1 : 0;
}

/** Who is like the partner: `Reseller partners of the tier Gold`. */
export function cohortName({ type, tier, tierName }: { type: string; tier: string | null; tierName: string | null }) {
  const kind = partnerTypes[type as keyof typeof partnerTypes] ?? type;
  return `${kind} partners ${tier ? `of the tier ${tierName ?? tier}` : "without a tier"}`;
}

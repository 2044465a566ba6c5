import "server-only";
import { withViewer } from "@/db/client";
import { explainMetric } from "@/db/metrics/explain";
import type { Viewer } from "@/lib/access/viewer";
import { wholeText } from "@/lib/metrics/figure";
import { filterWords, type MetricFilter } from "@/lib/metrics/filter";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { spanLabel } from "@/lib/period";
import { aboutOf } from "./freeze";

/** The figure that somebody is about to question, in words, and the row when it is about one. Throws NotFound. */
export function readQuestioned(viewer: Viewer, metric: MetricKey, filter: MetricFilter, about: string, now: Date) {
  return withViewer(viewer, async (tx) => {
    const { answer, period, program, where, partner } = await explainMetric(viewer, metric, { ...filter, by: "" }, now);
    const row = /^(deal|registration):[0-9a-f-]{36}$/.test(about) ? await aboutOf(tx, viewer, about) : null;
    const filters = filterWords(where);
    const { label, unit } = metricOf(metric);
    return {
      label: partner ? `${label}: ${partner}` : label,
      shown: wholeText(unit, answer.total.value, program.currency, "exact"),
      period: { ...period, text: spanLabel(period) },
      filters: filters.join("; "),
      row: row?.name ?? null,
      about: row ? about : "",
      partner,
    };
  });
}

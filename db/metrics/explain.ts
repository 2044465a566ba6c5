import "server-only";
import { withViewer } from "@/db/client";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { staffDimensions } from "@/lib/metrics/dimensions";
import { type MetricFilter, periodOf } from "@/lib/metrics/filter";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { dayIn, namedPeriod } from "@/lib/period";
import { reachable, readOptions } from "./dictionary";
import { booked } from "./figures";
import { answerIn, reachOf, readProgram } from "./queries";
import { partnerName } from "./rows";

/** A figure explained: its value, cut by the filter's dimension and by month. Throws NotFound for a metric or partner that is not the viewer's. */
export function explainMetric(viewer: Viewer, key: MetricKey, filter: MetricFilter, now: Date) {
  if (viewer.kind === "partner" && !metricOf(key).partnerSees) throw new NotFound("This metric");
  return withViewer(viewer, async (tx) => {
    const program = await readProgram(tx);
    const period = periodOf(filter, dayIn(program.timeZone, now));
    const where = reachable(viewer, filter.where);
    const book = filter.book && viewer.kind === "staff" ? viewer.personId : null;
    const reach = await booked(tx, reachOf(viewer, program, filter.partner || null), book);
    const by = filter.by && !(viewer.kind === "partner" && staffDimensions.has(filter.by)) ? filter.by : null;
    const trailing = { from: namedPeriod("trailing_12_months", period.to).from, to: period.to };
    const [answer, trend, options, partner] = await Promise.all([
      answerIn(tx, program, { metric: key, span: period, by, where }, reach),
      answerIn(tx, program, { metric: key, span: trailing, by: "month", where }, reach),
      readOptions(tx, viewer),
      filter.partner ? partnerName(tx, viewer, filter.partner) : null,
    ]);
    return { program, period, where, by, answer, trend, options, partner, reach: reach.partners };
  });
}

import "server-only";
import { withViewer } from "@/db/client";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { isMetricKey, type MetricKey, metricOf } from "@/lib/metrics/registry";
import { spanLabel } from "@/lib/period";
import { toDecide } from "@/lib/scorecards/decide";
import { quarterOf, type ScorecardPeriod } from "@/lib/scorecards/figures";
import { answersOf, linesOf } from "@/lib/scorecards/view";
import { countScorecard } from "./figures";
import { findPlan, getScorecard, listOpenItems, listReviews, listScorecardMetrics } from "./queries";

/**
 * Everything that the page of a partnership says, for staff and for its own people, and what `portal scorecard` prints: the
 * lines with their status, the answers to the three questions, what is open, reviews and plan. Without a scorecard `view` is
 * null. Throws NotFound, also for another partner's people.
 */
export function readScorecard(viewer: Viewer, partnerId: string, asked: ScorecardPeriod | "", now: Date) {
  return withViewer(viewer, async () => {
    const [{ partner, scorecard }, program, entries, open, reviews, plan] = await Promise.all([
      getScorecard(viewer, partnerId),
      getProgram(viewer, now),
      listScorecardMetrics(viewer, partnerId),
      listOpenItems(viewer, partnerId),
      listReviews(viewer, partnerId),
      findPlan(viewer, partnerId),
    ]);
    const { today } = program;
    const period = quarterOf(asked, today);
    const head = { partner, scorecard, program, period, periodLabel: spanLabel(period) };
    if (!scorecard) return { ...head, view: null };
    const keys = keysOf(entries, viewer.kind === "staff");
    const counted = await countScorecard(viewer, partnerId, keys, { period, today, now });
    const context = {
      staff: viewer.kind === "staff",
      partnerId,
      programName: program.programName,
      currency: program.reportingCurrency,
      period,
      today,
    };
    const lines = linesOf(entries, counted, context);
    const seen = new Set(lines.map(({ id }) => id));
    const answers = answersOf(
      lines,
      entries.filter(({ id }) => seen.has(id)),
      counted,
      context,
    );
    const reviewing = reviews.some(({ state }) => state === "open");
    const { nextReviewOn } = scorecard;
    const decide = toDecide(lines, open, { today, nextReviewOn, reviewing });
    return { ...head, view: { lines, answers, decide, open, reviews, plan, countedAt: counted.countedAt } };
  });
}
export type ScorecardPage = Awaited<ReturnType<typeof readScorecard>>;
export type ScorecardView = NonNullable<ScorecardPage["view"]>;

/** The dictionary's metrics among those of a scorecard, of which partners are asked only what partners see. */
export const keysOf = (entries: readonly { metric: string | null }[], staff: boolean): MetricKey[] =>
  entries.flatMap(({ metric }) =>
    metric && isMetricKey(metric) && (staff || metricOf(metric).partnerSees) ? [metric] : [],
  );

import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { answerIn, type Program, reachOf, readProgram } from "@/db/metrics/queries";
import type { StaffViewer } from "@/lib/access/viewer";
import { formatCount, formatDay, formatMoney } from "@/lib/format";
import { addDays, spanLabel } from "@/lib/period";
import { quarterOf } from "@/lib/scorecards/figures";
import { type Proposal, proposeChanges } from "@/lib/scorecards/review";
import { exact } from "@/lib/scorecards/status";
import { answersOf, type Line, linesOf } from "@/lib/scorecards/view";
import { countIn } from "./figures";
import { keysOf } from "./page";
import { listScorecardMetrics } from "./queries";
import { reviewFigures, scorecardReviews } from "./schema";

export type Frozen = {
  review: { fromOn: string; toOn: string; status: Line["status"]; says: string };
  figures: {
    metricId: string;
    layer: Line["layer"];
    position: number;
    label: string;
    value: string | null;
    target: string | null;
    exactValue: string | null;
    status: Line["status"];
    says: string;
    shared: boolean;
  }[];
  changes: Proposal[];
};

/** The figures of a scorecard as they are now, with its verdict, and what changed since the review before. */
export async function freeze(
  tx: Tx,
  viewer: StaffViewer,
  scorecardId: string,
  partnerId: string,
  { today, now }: { today: string; now: Date },
): Promise<Frozen> {
  const period = quarterOf("", today);
  const [program, entries] = await Promise.all([readProgram(tx), listScorecardMetrics(viewer, partnerId)]);
  const counted = await countIn(tx, viewer, partnerId, keysOf(entries, true), { period, today, now });
  const { name: programName, currency } = program;
  const context = { staff: true, partnerId, programName, currency, period, today };
  const lines = linesOf(entries, counted, context);
  const { status, says } = answersOf(lines, entries, counted, context);
  const figures = lines.map((line, position) => ({
    metricId: line.id,
    layer: line.layer,
    position,
    label: line.label,
    value: line.value,
    target: line.target,
    exactValue: line.exact,
    status: line.status,
    says: line.says,
    shared: line.shared,
  }));
  const changes = await changesSince(tx, viewer, { scorecardId, partnerId, program, today }, figures);
  return { review: { fromOn: period.from, toOn: period.to, status, says }, figures, changes };
}

type About = { scorecardId: string; partnerId: string; program: Program; today: string };

async function changesSince(
  tx: Tx,
  viewer: StaffViewer,
  about: About,
  figures: Frozen["figures"],
): Promise<Proposal[]> {
  const [last] = await tx
    .select({
      id: scorecardReviews.id,
      heldOn: scorecardReviews.heldOn,
      fromOn: scorecardReviews.fromOn,
    })
    .from(scorecardReviews)
    .where(and(eq(scorecardReviews.scorecardId, about.scorecardId), eq(scorecardReviews.state, "closed")))
    .orderBy(desc(scorecardReviews.number))
    .limit(1);
  if (!last) return [];
  const then = await tx
    .select({
      metricId: reviewFigures.metricId,
      label: reviewFigures.label,
      value: reviewFigures.value,
      exactValue: reviewFigures.exactValue,
      status: reviewFigures.status,
      shared: reviewFigures.shared,
    })
    .from(reviewFigures)
    .where(eq(reviewFigures.reviewId, last.id))
    .orderBy(asc(reviewFigures.position));
  const [sold, restated] = await Promise.all([
    soldSince(tx, viewer, about, last.heldOn),
    restatedSince(tx, viewer, about, last, then),
  ]);
  return [...sold, ...restated, ...proposeChanges(then, figures)];
}

/** Deals won and lost since a day, from the figures that count them. */
async function soldSince(
  tx: Tx,
  viewer: StaffViewer,
  { partnerId, program, today }: About,
  since: string,
): Promise<Proposal[]> {
  const span = { from: since, to: addDays(today, 1) };
  const reach = reachOf(viewer, program, partnerId);
  const [revenue, won, decided] = await Promise.all(
    (["sourced_revenue", "won_deals", "win_rate"] as const).map((metric) =>
      answerIn(tx, program, { metric, span, partnerId }, reach),
    ),
  );
  if (!revenue || !won || !decided) return [];
  const lost = BigInt(decided.total.denominator ?? "0") - BigInt(decided.total.numerator);
  const amount = formatMoney(revenue.total.value ?? "0", program.currency, "short");
  const count = won.total.value ?? "0";
  if (count === "0" && lost === 0n)
    return [{ text: `No deal was won or lost since ${formatDay(since)}`, metricId: null, shared: true }];
  const text = `${formatCount(count)} ${count === "1" ? "deal" : "deals"} won (${amount}) and ${formatCount(lost)} lost since ${formatDay(since)}`;
  return [{ text, metricId: null, shared: true }];
}

/** Won revenue up to the last review, as it was counted then and as it is now: a correction shows. */
async function restatedSince(
  tx: Tx,
  viewer: StaffViewer,
  { partnerId, program }: About,
  last: { heldOn: string; fromOn: string },
  then: readonly { label: string; exactValue: string | null; metricId: string | null }[],
): Promise<Proposal[]> {
  const was = then.find(({ label }) => label === "Sourced revenue")?.exactValue;
  if (!was || last.heldOn < last.fromOn) return [];
  const span = { from: last.fromOn, to: addDays(last.heldOn, 1) };
  const now = await answerIn(
    tx,
    program,
    { metric: "sourced_revenue", span, partnerId },
    reachOf(viewer, program, partnerId),
  );
  if (now.total.value === null || exact(now.total.value) === exact(was)) return [];
  const money = (value: string) => formatMoney(value, program.currency, "cents");
  const text = `Sourced revenue of ${spanLabel(span)} was restated: ${money(was)} at the last review, ${money(now.total.value)} now`;
  return [{ text, metricId: null, shared: true }];
}

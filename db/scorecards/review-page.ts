import "server-only";
import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import { withViewer } from "@/db/client";
import { partners } from "@/db/partners/schema";
import { people } from "@/db/people/schema";
import { getProgram } from "@/db/program/queries";
import { scope } from "@/db/scope";
import type { Viewer } from "@/lib/access/viewer";
import { NotFound } from "@/lib/errors";
import { isId } from "@/lib/lists/parameters";
import { itemColumns, listOwners, listScorecardMetrics } from "./queries";
import { reviewFigures, reviewItems, scorecardReviews } from "./schema";

/** A review and its partner. Partner people find it once it is closed. Throws NotFound. */
export async function getReview(viewer: Viewer, reviewId: string) {
  if (!isId(reviewId)) throw new NotFound("This review");
  const [review] = await withViewer(viewer, (tx) =>
    tx
      .select({
        id: scorecardReviews.id,
        number: scorecardReviews.number,
        state: scorecardReviews.state,
        heldOn: scorecardReviews.heldOn,
        fromOn: scorecardReviews.fromOn,
        toOn: scorecardReviews.toOn,
        status: scorecardReviews.status,
        says: scorecardReviews.says,
        startedAt: scorecardReviews.startedAt,
        closedAt: scorecardReviews.closedAt,
        summary: scorecardReviews.summary,
        noDecisionReason: scorecardReviews.noDecisionReason,
        partner: { id: partners.id, name: partners.name },
      })
      .from(scorecardReviews)
      .innerJoin(partners, and(eq(partners.id, scorecardReviews.partnerId), scope(viewer, partners)))
      .where(and(eq(scorecardReviews.id, reviewId), scope(viewer, scorecardReviews)))
      .limit(1),
  );
  if (!review) throw new NotFound("This review");
  return review;
}
export type Review = Awaited<ReturnType<typeof getReview>>;

/** The figures as they stood when the review began. */
export function listFigures(viewer: Viewer, reviewId: string) {
  return withViewer(viewer, (tx) =>
    tx
      .select({
        id: reviewFigures.id,
        layer: reviewFigures.layer,
        label: reviewFigures.label,
        value: reviewFigures.value,
        target: reviewFigures.target,
        status: reviewFigures.status,
        says: reviewFigures.says,
        shared: reviewFigures.shared,
        metricId: reviewFigures.metricId,
        exactValue: reviewFigures.exactValue,
      })
      .from(reviewFigures)
      .where(and(eq(reviewFigures.reviewId, reviewId), scope(viewer, reviewFigures)))
      .orderBy(asc(reviewFigures.position))
      .limit(40),
  );
}

/** What a review noted, and what it took over from earlier ones: everything that was not closed when it began. */
export function listReviewItems(
  viewer: Viewer,
  review: { id: string; number: number; startedAt: Date; partner: { id: string } },
) {
  const carried = and(
    sql`${scorecardReviews.number} < ${review.number}`,
    sql`${reviewItems.kind} <> 'change'`,
    or(isNull(reviewItems.endedAt), sql`${reviewItems.endedAt} >= ${review.startedAt.toISOString()}::timestamptz`),
  );
  return withViewer(viewer, (tx) =>
    tx
      .select(itemColumns)
      .from(reviewItems)
      .innerJoin(scorecardReviews, and(eq(scorecardReviews.id, reviewItems.reviewId), scope(viewer, scorecardReviews)))
      .leftJoin(people, and(eq(people.id, reviewItems.ownerId), scope(viewer, people)))
      .where(
        and(
          eq(reviewItems.partnerId, review.partner.id),
          or(eq(reviewItems.reviewId, review.id), carried),
          scope(viewer, reviewItems),
        ),
      )
      .orderBy(sql`${reviewItems.dueOn} asc nulls last`, asc(reviewItems.createdAt), asc(reviewItems.id))
      .limit(100),
  );
}

/** What staff keep for themselves of a review: its note, and the notes of its points by their id. */
export function readInternalNotes(
  viewer: Viewer,
  reviewId: string,
): Promise<{ note: string | null; ofItems: Record<string, string> }> {
  if (viewer.kind !== "staff") return Promise.resolve({ note: null, ofItems: {} });
  return withViewer(viewer, async (tx) => {
    const [[review], items] = await Promise.all([
      tx
        .select({ note: scorecardReviews.internalNote })
        .from(scorecardReviews)
        .where(and(eq(scorecardReviews.id, reviewId), scope(viewer, scorecardReviews)))
        .limit(1),
      tx
        .select({ id: reviewItems.id, note: reviewItems.internalNote })
        .from(reviewItems)
        .where(and(eq(reviewItems.reviewId, reviewId), scope(viewer, reviewItems)))
        .limit(100),
    ]);
    return {
      note: review?.note ?? null,
      ofItems: Object.fromEntries(items.flatMap(({ id, note }) => (note ? [[id, note]] : []))),
    };
  });
}

/** Everything that the page of a review shows. Throws NotFound. */
export function readReview(viewer: Viewer, reviewId: string, now: Date) {
  return withViewer(viewer, async () => {
    const review = await getReview(viewer, reviewId);
    const [program, figures, items, internal, metrics, owners] = await Promise.all([
      getProgram(viewer, now),
      listFigures(viewer, reviewId),
      listReviewItems(viewer, review),
      readInternalNotes(viewer, reviewId),
      listScorecardMetrics(viewer, review.partner.id),
      viewer.kind === "staff" && review.state === "open" ? listOwners(viewer, review.partner.id) : [],
    ]);
    return { review, program, figures, items, internal, metrics, owners };
  });
}
export type ReviewPage = Awaited<ReturnType<typeof readReview>>;

import "server-only";
import { and, desc, eq, max, sql } from "drizzle-orm";
import type { AuditEntry } from "@/db/audit/commands";
import type { Tx } from "@/db/client";
import { partners } from "@/db/partners/schema";
import type { StaffViewer } from "@/lib/access/viewer";
import { NotFound, Refused } from "@/lib/errors";
import { nextReviewOn } from "@/lib/scorecards/cadence";
import type { CloseReview, ReviewItem } from "@/lib/scorecards/form";
import { storedOf } from "@/lib/scorecards/propose";
import { kinds } from "@/lib/scorecards/review";
import { lockScorecard, metricOn, requireOwner, subjectOf } from "./commands";
import { type Frozen, freeze } from "./freeze";
import { reviewFigures, reviewItems, scorecardReviews, scorecards } from "./schema";

type By = { personId: string | null };
type Done = { audit: AuditEntry };
const changed = "This review changed meanwhile: open its page again";

/**
 * Starts the next review of a scorecard: its figures are frozen as they are now, and what changed since the last one is
 * proposed from the data. Throws NotFound, and Refused while another review is open.
 */
export async function startReview(
  tx: Tx,
  viewer: StaffViewer,
  partnerId: string,
  moment: { today: string; now: Date },
): Promise<Done & { id: string }> {
  const { partner, scorecard } = await lockScorecard(tx, partnerId);
  const [last] = await tx
    .select({ number: max(scorecardReviews.number), open: sql<boolean>`bool_or(${scorecardReviews.state} = 'open')` })
    .from(scorecardReviews)
    .where(eq(scorecardReviews.scorecardId, scorecard.id));
  if (last?.open) throw new Refused("A review is open already: continue or close it first");
  const frozen = await freeze(tx, viewer, scorecard.id, partnerId, moment);
  const number = (last?.number ?? 0) + 1;
  const [made] = await tx
    .insert(scorecardReviews)
    .values({
      scorecardId: scorecard.id,
      partnerId,
      number,
      dueOn: scorecard.nextReviewOn,
      heldOn: moment.today,
      ...frozen.review,
      startedById: viewer.personId,
    })
    .returning({ id: scorecardReviews.id });
  if (!made) throw new Error("The review was not written");
  await keepFrozen(tx, { reviewId: made.id, partnerId, scorecardId: scorecard.id }, frozen, viewer.personId);
  const after = { number, status: frozen.review.status, says: frozen.review.says };
  return { id: made.id, audit: { action: "review.started", subject: subjectOf(partner), partnerId, after } };
}

async function keepFrozen(
  tx: Tx,
  { reviewId, partnerId, scorecardId }: { reviewId: string; partnerId: string; scorecardId: string },
  { figures, changes }: Frozen,
  createdById: string,
): Promise<void> {
  if (figures.length > 0)
    await tx.insert(reviewFigures).values(figures.map((figure) => ({ ...figure, reviewId, partnerId })));
  const own = { reviewId, scorecardId, partnerId, kind: "change" as const, proposed: true, createdById };
  if (changes.length > 0) await tx.insert(reviewItems).values(changes.map((change) => ({ ...own, ...change })));
}

/** Notes something in a review that is open: a change, risk, blocker, decision or experiment. Throws NotFound and Refused. */
export async function addItem(tx: Tx, by: By, input: ReviewItem): Promise<Done> {
  const review = await lockOpen(tx, input.reviewId);
  const { kind, text, ownerId, dueOn, metricId, shared, internalNote } = input;
  if (ownerId) await requireOwner(tx, ownerId, review.partnerId);
  if (kinds[kind].carried && dueOn && dueOn < review.heldOn) throw new Refused("This day has passed", "dueOn");
  const metric = metricId ? await metricOn(tx, review.scorecardId, metricId) : null;
  const expected = kind === "experiment" && metric && input.expected !== null ? storedOf(metric, input.expected) : null;
  const startedAt = metric ? await valueThen(tx, review.id, metric.id) : null;
  await tx.insert(reviewItems).values({
    reviewId: review.id,
    scorecardId: review.scorecardId,
    partnerId: review.partnerId,
    kind,
    text,
    ownerId,
    dueOn,
    metricId,
    expected,
    startedAt,
    shared,
    internalNote,
    createdById: by.personId,
  });
  const after = { kind, text: shared ? text : "(staff alone)", dueOn };
  return { audit: { action: "review.item_added", ...ofReview(review), after } };
}

async function valueThen(tx: Tx, reviewId: string, metricId: string): Promise<string | null> {
  const [figure] = await tx
    .select({ value: reviewFigures.exactValue })
    .from(reviewFigures)
    .where(and(eq(reviewFigures.reviewId, reviewId), eq(reviewFigures.metricId, metricId)))
    .limit(1);
  return figure?.value ?? null;
}

/** Takes out what was noted in a review that is still open. Throws NotFound and Refused. */
export async function removeItem(tx: Tx, { itemId, reviewId }: { itemId: string; reviewId: string }): Promise<Done> {
  const review = await lockOpen(tx, reviewId);
  const [gone] = await tx
    .delete(reviewItems)
    .where(and(eq(reviewItems.id, itemId), eq(reviewItems.reviewId, reviewId)))
    .returning({ kind: reviewItems.kind, text: reviewItems.text });
  if (!gone) throw new NotFound("This point");
  return { audit: { action: "review.item_removed", ...ofReview(review), before: gone } };
}

/** Closes a point that is open, as done or dropped, with what came of it. Throws NotFound and Refused. */
export async function endItem(
  tx: Tx,
  by: By,
  input: { itemId: string; partnerId: string; state: "done" | "dropped"; outcome: string },
): Promise<Done> {
  const { partner, scorecard } = await lockScorecard(tx, input.partnerId);
  const [open] = await tx
    .select({ id: scorecardReviews.id })
    .from(scorecardReviews)
    .where(and(eq(scorecardReviews.scorecardId, scorecard.id), eq(scorecardReviews.state, "open")))
    .limit(1);
  const { state, outcome } = input;
  const [ended] = await tx
    .update(reviewItems)
    .set({ state, outcome, endedAt: sql`now()`, endedById: by.personId, endedInId: open?.id ?? null })
    .where(
      and(eq(reviewItems.id, input.itemId), eq(reviewItems.scorecardId, scorecard.id), eq(reviewItems.state, "open")),
    )
    .returning({ kind: reviewItems.kind, text: reviewItems.text });
  if (!ended) throw new Refused("This point was closed meanwhile: open the page again");
  const after = { kind: ended.kind, text: ended.text, state, outcome };
  return { audit: { action: "review.item_ended", subject: subjectOf(partner), partnerId: partner.id, after } };
}

/**
 * Closes a review: from now on the partner reads its shared parts, and nothing of it changes. Without a decision of its own
 * it says why. The day of the next one follows from this. Throws NotFound and Refused.
 */
export async function closeReview(tx: Tx, by: By, input: CloseReview): Promise<Done> {
  const review = await lockOpen(tx, input.reviewId);
  const [decided] = await tx
    .select({ id: reviewItems.id })
    .from(reviewItems)
    .where(and(eq(reviewItems.reviewId, review.id), eq(reviewItems.kind, "decision")))
    .limit(1);
  if (!decided && !input.noDecisionReason)
    throw new Refused("No decision was taken. Note one, or say why there is none.", "noDecisionReason");
  const { summary, internalNote } = input;
  const noDecisionReason = decided ? null : input.noDecisionReason;
  const [closed] = await tx
    .update(scorecardReviews)
    .set({ state: "closed", closedAt: sql`now()`, closedById: by.personId, summary, noDecisionReason, internalNote })
    .where(and(eq(scorecardReviews.id, review.id), eq(scorecardReviews.state, "open")))
    .returning({ id: scorecardReviews.id });
  if (!closed) throw new Refused(changed);
  const next = nextReviewOn(review.heldOn, review.cadence);
  await tx
    .update(scorecards)
    .set({ nextReviewOn: next, updatedAt: sql`now()` })
    .where(eq(scorecards.id, review.scorecardId));
  const after = { number: review.number, decided: Boolean(decided), next };
  return { audit: { action: "review.closed", ...ofReview(review), after, reason: noDecisionReason } };
}

/** The review, when it is open, locked with its scorecard. Throws NotFound and Refused. */
async function lockOpen(tx: Tx, reviewId: string) {
  const [review] = await tx
    .select({
      id: scorecardReviews.id,
      number: scorecardReviews.number,
      state: scorecardReviews.state,
      heldOn: scorecardReviews.heldOn,
      scorecardId: scorecardReviews.scorecardId,
      partnerId: scorecardReviews.partnerId,
      cadence: scorecards.cadence,
      name: partners.name,
    })
    .from(scorecardReviews)
    .innerJoin(scorecards, eq(scorecards.id, scorecardReviews.scorecardId))
    .innerJoin(partners, eq(partners.id, scorecardReviews.partnerId))
    .where(eq(scorecardReviews.id, reviewId))
    .orderBy(desc(scorecardReviews.number))
    .limit(1)
    .for("update", { of: scorecardReviews });
  if (!review) throw new NotFound("This review");
  if (review.state !== "open") throw new Refused("This review is closed: nothing of it changes any more");
  return review;
}

const ofReview = ({ partnerId, name, number }: { partnerId: string; name: string; number: number }) => ({
  subject: { ...subjectOf({ id: partnerId, name }), name: `${name}, review ${number}` },
  partnerId,
});

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { finishPoint, finishReview, noteInReview, takeOutOfReview } from "@/app/(staff)/scorecards/review-actions";
import { OpenPoints } from "@/components/scorecards/open-points";
import { CloseForm, NoteForm } from "@/components/scorecards/review-forms";
import { ReviewHeader } from "@/components/scorecards/review-header";
import { FrozenFigures, NotedPoints } from "@/components/scorecards/review-parts";
import { readReview } from "@/db/scorecards/review-page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { reviewView } from "@/lib/scorecards/review-view";

type Props = { params: Promise<{ partnerId: string; reviewId: string }> };

export const metadata: Metadata = { title: "Review" };

/** One review of a partnership: figures as they stood, what was decided, what came over from before. */
export default async function ReviewPage({ params }: Props) {
  const viewer = await requireViewer("scorecards.read");
  const { partnerId, reviewId } = await params;
  const page = await orNotFound(readReview(viewer, reviewId, new Date()));
  const { review, program, figures, internal } = page;
  if (review.partner.id !== partnerId) redirect(`/scorecards/${review.partner.id}/reviews/${review.id}`);
  const staff = viewer.kind === "staff";
  const open = review.state === "open";
  const runs = open && can(viewer, "reviews.run");
  const { own, carried, metrics, owners, decided } = reviewView(page);
  return (
    <>
      <ReviewHeader review={review} staff={staff} note={internal.note} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="min-w-0 space-y-6">
          {runs ? (
            <NoteForm reviewId={review.id} owners={owners} metrics={metrics} count={own.length} action={noteInReview} />
          ) : null}
          <NotedPoints
            notes={own}
            internal={internal.ofItems}
            programName={program.programName}
            staff={staff}
            reviewId={review.id}
            remove={runs ? takeOutOfReview : undefined}
          />
        </div>
        <div className="min-w-0 space-y-6">
          <OpenPoints
            title="Carried over from earlier reviews"
            points={carried}
            programName={program.programName}
            partnerId={partnerId}
            today={program.today}
            staff={staff}
            end={runs ? finishPoint : undefined}
            reviewId={review.id}
            empty="Nothing was open."
          />
          <FrozenFigures figures={figures} heldOn={review.heldOn} staff={staff} />
          {runs ? <CloseForm reviewId={review.id} decided={decided} action={finishReview} /> : null}
        </div>
      </div>
    </>
  );
}

import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatDay } from "@/lib/format";
import type { Status } from "@/lib/scorecards/status";
import { StatusBadge } from "./status-badge";

type ReviewListProps = {
  partnerId: string;
  next: string;
  today: string;
  reviews: readonly {
    id: string;
    number: number;
    state: "open" | "closed";
    heldOn: string;
    status: Status;
    says: string;
    decisions: number;
    noDecisionReason: string | null;
  }[];
};

/** The reviews that were held, newest first, and when the next one is due. */
export function ReviewList({ partnerId, next, today, reviews }: ReviewListProps) {
  return (
    <Card
      title="Reviews"
      description={`Next on ${formatDay(next)}`}
      actions={next < today ? <Badge tone="warn">Due</Badge> : undefined}
    >
      {reviews.length === 0 ? <p className="text-muted">No review has been held yet.</p> : null}
      <ul className="divide-line divide-y">
        {reviews.map((review) => (
          <li key={review.id} className="py-2.5 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center gap-2">
              <TextLink href={`/scorecards/${partnerId}/reviews/${review.id}`}>
                Review {review.number}, {formatDay(review.heldOn)}
              </TextLink>
              <StatusBadge status={review.status} />
              {review.state === "open" ? <Badge tone="info">In preparation</Badge> : null}
            </div>
            <p className="text-muted mt-0.5 text-xs text-pretty">
              {review.noDecisionReason
                ? `No decision: ${review.noDecisionReason}`
                : `${review.decisions} ${review.decisions === 1 ? "decision" : "decisions"}`}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

type NoScorecardProps = { partner: { id: string; name: string }; staff: boolean; edits: boolean };

/** In place of a scorecard: what it would be, and how it begins. */
export function NoScorecard({ partner, staff, edits }: NoScorecardProps) {
  return (
    <>
      <PageHeader
        title={partner.name}
        breadcrumb={staff ? [{ label: "Scorecards", href: "/scorecards" }] : undefined}
        state="No scorecard has been set up."
      />
      <div className="border-line bg-surface rounded-lg border">
        <EmptyState
          icon="gauge"
          title="One page that says how the partnership is going"
          actions={
            edits ? (
              <LinkButton href={`/scorecards/${partner.id}/edit`} variant="primary" icon="plus">
                Set up the scorecard
              </LinkButton>
            ) : null
          }
        >
          {staff
            ? "A goal, two to four outcomes, what drives them, and the decisions of each review."
            : "Your channel manager sets it up with you: a goal, what drives it, and the decisions of each review."}
        </EmptyState>
      </div>
    </>
  );
}

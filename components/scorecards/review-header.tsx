import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { formatDay } from "@/lib/format";
import type { Status } from "@/lib/scorecards/status";
import { StatusBadge } from "./status-badge";

type ReviewHeaderProps = {
  review: {
    number: number;
    state: "open" | "closed";
    heldOn: string;
    status: Status;
    says: string;
    summary: string | null;
    noDecisionReason: string | null;
    partner: { id: string; name: string };
  };
  staff: boolean;
  note: string | null;
};

/** Which review this is, where the partnership stood, and how it ended. */
export function ReviewHeader({ review, staff, note }: ReviewHeaderProps) {
  const { partner, number, state, heldOn, status, says, summary, noDecisionReason } = review;
  return (
    <>
      <PageHeader
        title={`Review ${number}, ${formatDay(heldOn)}`}
        breadcrumb={[
          ...(staff ? [{ label: "Scorecards", href: "/scorecards" }] : []),
          { label: staff ? partner.name : "Scorecard", href: `/scorecards/${partner.id}` },
        ]}
        badges={
          <>
            <StatusBadge status={status} />
            {state === "open" ? <Badge tone="info">In preparation</Badge> : <Badge>Closed</Badge>}
          </>
        }
        state={`${says}.`}
      />
      {summary ? <p className="text-ink max-w-[72ch] text-pretty">{summary}</p> : null}
      {noDecisionReason ? (
        <Callout tone="warn" title="No decision was taken">
          {noDecisionReason}
        </Callout>
      ) : null}
      {note ? (
        <Callout tone="neutral" title="For staff alone">
          {note}
        </Callout>
      ) : null}
    </>
  );
}

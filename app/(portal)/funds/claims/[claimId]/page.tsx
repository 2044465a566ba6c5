import type { Metadata } from "next";
import { decideClaim } from "@/app/(staff)/funds/actions";
import { ClaimFacts } from "@/components/funds/claim-facts";
import { ClaimSide } from "@/components/funds/claim-side";
import { ClaimSteps } from "@/components/funds/claim-steps";
import { DecisionForm } from "@/components/funds/decision-form";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { listFiles } from "@/db/files/queries";
import { readClaim } from "@/db/funds/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { claimMay } from "@/lib/funds/states";
import { claimChoices, claimStanding, historyOf } from "@/lib/funds/view";
import { claimNumber } from "@/lib/funds/words";
import { decimalOfMinor } from "@/lib/incentives/minor";
import type { Parameters } from "@/lib/lists/parameters";
import { stepClaim, writeClaim } from "../../actions";

export const metadata: Metadata = { title: "Claim" };

type Props = { params: Promise<{ claimId: string }>; searchParams: Promise<Parameters> };

export default async function ClaimPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("funds.read");
  const [{ claimId }, { file }] = [await params, await searchParams];
  const { claim, request, partner, submitter, program, events } = await orNotFound(readClaim(viewer, claimId));
  const files = await listFiles(viewer, { of: "claim", id: claim.id });
  const standing = claimStanding(claim);
  const asks = can(viewer, "funds.request");
  const choices = can(viewer, "claims.decide") ? claimChoices(claim.status) : [];
  return (
    <>
      <PageHeader
        title={`Claim ${claimNumber(claim.number)}`}
        breadcrumb={[
          { label: "Funds", href: "/funds" },
          { label: request.title, href: `/funds/requests/${request.id}` },
        ]}
        badges={<Badge tone={standing.tone}>{standing.label}</Badge>}
        state={viewer.kind === "staff" ? partner : standing.says}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          {choices.length > 0 ? (
            <DecisionForm
              action={decideClaim}
              hidden={{ claimId: claim.id }}
              status={claim.status}
              choices={choices}
              amount={{
                label: "Amount approved",
                value: decimalOfMinor(claim.amountMinor, request.currency),
                help: "All that is claimed, or a part.",
              }}
              note={
                claim.status === "checked"
                  ? "Somebody checked it already; you approve it as the second person."
                  : undefined
              }
            />
          ) : null}
          {asks ? (
            <ClaimSteps
              claim={claim}
              currency={request.currency}
              proofs={files.length}
              says={standing.says}
              step={stepClaim}
              write={writeClaim}
            />
          ) : null}
          <ClaimFacts claim={claim} request={request} submitter={submitter} timeZone={program.timeZone} />
        </div>
        <ClaimSide
          claimId={claim.id}
          files={files}
          problem={file}
          mayAdd={asks && claimMay(claim.status, "submit")}
          history={historyOf(events, program.timeZone)}
          timeZone={program.timeZone}
        />
      </div>
    </>
  );
}

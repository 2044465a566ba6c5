import type { Metadata } from "next";
import { decideAmendment, decideRequest } from "@/app/(staff)/funds/actions";
import { ClaimList } from "@/components/funds/claim-list";
import { FundHistory } from "@/components/funds/fund-history";
import { FundedDeals } from "@/components/funds/funded-deals";
import { RequestDecision } from "@/components/funds/request-decision";
import { RequestFacts } from "@/components/funds/request-facts";
import { RequestSteps } from "@/components/funds/request-steps";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { listLinkable, readFundRequest } from "@/db/funds/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { requestStates } from "@/lib/funds/states";
import { historyOf } from "@/lib/funds/view";
import { requestNumber } from "@/lib/funds/words";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { amendRequest, linkDeal, stepRequest, unlinkDeal, writeClaim } from "../../actions";

export const metadata: Metadata = { title: "Request for funds" };

export default async function FundRequestPage({ params }: { params: Promise<{ requestId: string }> }) {
  const viewer = await requireViewer("funds.read");
  const { request, allocation, partner, program, claims, ...page } = await orNotFound(
    readFundRequest(viewer, (await params).requestId),
  );
  const { currency } = allocation;
  const links = can(viewer, "funds.link") && request.approvedMinor !== null;
  const choices = links ? await listLinkable(viewer, request) : [];
  const asks = can(viewer, "funds.request");
  const left = request.approvedMinor === null ? 0n : request.approvedMinor - request.usedMinor;
  const state = requestStates[request.status];
  return (
    <>
      <PageHeader
        title={request.title}
        breadcrumb={[{ label: "Funds", href: "/funds" }]}
        badges={<Badge tone={state.tone}>{state.label}</Badge>}
        state={`${requestNumber(request.number)}${viewer.kind === "staff" ? ` of ${partner}` : ""} · ${allocation.budget}`}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          {can(viewer, "funds.decide") ? (
            <RequestDecision
              request={request}
              allocation={allocation}
              decide={decideRequest}
              answer={decideAmendment}
            />
          ) : null}
          {asks ? (
            <RequestSteps
              request={request}
              approved={request.approvedMinor === null ? null : decimalOfMinor(request.approvedMinor, currency)}
              step={stepRequest}
              amend={amendRequest}
            />
          ) : null}
          {request.approvedMinor === null ? null : (
            <ClaimList
              requestId={request.id}
              currency={currency}
              claims={claims}
              leftMinor={asks && request.status === "approved" ? left : null}
              write={writeClaim}
            />
          )}
          <RequestFacts request={request} currency={currency} budget={allocation.budget} submitter={page.submitter} />
        </div>
        <div className="space-y-6">
          {request.approvedMinor === null ? null : (
            <FundedDeals
              requestId={request.id}
              deals={page.deals}
              reportingCurrency={program.reportingCurrency}
              choices={[...choices]}
              actions={links ? { link: linkDeal, unlink: unlinkDeal } : null}
            />
          )}
          <FundHistory items={historyOf(page.events, program.timeZone)} />
        </div>
      </div>
    </>
  );
}

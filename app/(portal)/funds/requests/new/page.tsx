import type { Metadata } from "next";
import { RequestForm } from "@/components/funds/request-form";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { readRequestForm } from "@/db/funds/queries";
import type { PartnerViewer } from "@/lib/access/viewer";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatDay } from "@/lib/format";
import { typedRequest } from "@/lib/funds/typed";
import { formatMinor } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";
import { writeRequest } from "../../actions";

export const metadata: Metadata = { title: "Ask for funds" };

export default async function RequestFormPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = (await requireViewer("funds.request")) as PartnerViewer;
  const { request: asked } = await searchParams;
  const { allocations, request } = await orNotFound(
    readRequestForm(viewer, typeof asked === "string" ? asked : undefined),
  );
  const funds = allocations.map(({ id, budget, freeMinor, currency, expiresOn }) => ({
    value: id,
    label: `${budget}: ${formatMinor(freeMinor, currency)} until ${formatDay(expiresOn)}`,
  }));
  const currency =
    allocations.find(({ id }) => id === request?.allocationId)?.currency ?? allocations[0]?.currency ?? "USD";
  return (
    <>
      <PageHeader
        title={request ? request.title : "Ask for funds"}
        breadcrumb={[{ label: "Funds", href: "/funds" }]}
        state={
          request?.status === "returned" && request.reason
            ? `We asked: ${request.reason}`
            : "Say what you plan; we decide within a few days."
        }
      />
      {funds.length > 0 ? (
        <RequestForm
          key={request?.id}
          action={writeRequest}
          requestId={request?.id}
          values={request ? typedRequest(request, currency) : {}}
          funds={funds}
        />
      ) : (
        <EmptyState icon="sprout" title="Nothing is available">
          Your funds are promised, used or have ended. Your channel manager can give you more.
        </EmptyState>
      )}
    </>
  );
}

import type { Metadata } from "next";
import { BookTabs } from "@/components/home/book-tabs";
import { Calls } from "@/components/home/call-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listMorningCalls } from "@/db/home/morning";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { callFilter } from "@/lib/home/filter";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Partners to call" };

export default async function CallsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.list");
  const { book } = callFilter.parse(await searchParams);
  const hasBook = viewer.role === "channel_manager";
  const own = hasBook && book !== "all";
  const { calls, callCount } = await listMorningCalls(viewer, { own }, new Date());
  const shown = calls.length < callCount ? `, the ${formatCount(calls.length)} most pressing` : "";
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Home", href: own || !hasBook ? "/home" : "/home?book=all" }]}
        title="Partners to call"
        state={`${formatCount(callCount)} ${callCount === 1 ? "partner" : "partners"} with a reason to call${shown}. Weighed by how important each is.`}
      />
      <BookTabs path="/home/calls" book={book} hasBook={hasBook} />
      {calls.length > 0 ? (
        <Card flush>
          <Calls calls={calls} managers={!own} />
        </Card>
      ) : (
        <EmptyState icon="circle-check" title="Nobody needs a call">
          Nothing fell, stands still, ends or went silent.
        </EmptyState>
      )}
    </>
  );
}

import type { Metadata } from "next";
import { saveProducts } from "@/app/(staff)/deals/actions";
import { LinesForm } from "@/components/deals/lines-form";
import { PageHeader } from "@/components/ui/page-header";
import { readLinesForm } from "@/db/deals/lines";
import { getDeal } from "@/db/deals/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatE4 } from "@/lib/format";

export const metadata: Metadata = { title: "Products of a deal" };

export default async function DealProductsPage({ params }: { params: Promise<{ dealId: string }> }) {
  const viewer = await requireViewer("deals.move");
  const deal = await orNotFound(getDeal(viewer, (await params).dealId));
  const form = await readLinesForm(viewer, deal.id);
  return (
    <>
      <PageHeader
        title={`Products of ${deal.name}`}
        breadcrumb={[
          { label: "Deals", href: "/deals" },
          { label: deal.name, href: `/deals/${deal.id}` },
        ]}
        state={`The deal's amount is ${formatE4(deal.amountE4, deal.currency)}.`}
      />
      <LinesForm {...form} deal={deal} action={saveProducts} />
    </>
  );
}

import type { Metadata } from "next";
import { preparePayouts } from "@/app/(staff)/incentives/payouts/actions";
import { BatchTable } from "@/components/payouts/batch-table";
import { PayableTable } from "@/components/payouts/payable-table";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { readPayouts } from "@/db/payouts/queries";
import { listPayable } from "@/db/payouts/readiness";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { incentiveTabs } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";
import { payoutsAddress } from "@/lib/payouts/form";

export const metadata: Metadata = { title: "Payouts" };

export default async function PayoutsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("payouts.read");
  const asked = payoutsAddress.parse(await searchParams);
  const { waiting, batches } = await readPayouts(viewer);
  const currency = asked.currency || waiting[0]?.currency || "USD";
  const payable = await listPayable(viewer, { currency, after: asked.after });
  const prepared = batches.filter(({ status }) => status === "prepared").length;
  return (
    <>
      <PageHeader
        title="Payouts"
        state={`${prepared} ${prepared === 1 ? "batch waits" : "batches wait"} for a second person.`}
        actions={
          can(viewer, "payouts.policy") ? (
            <LinkButton href="/incentives/payouts/policy">How payouts are made</LinkButton>
          ) : null
        }
      />
      <Tabs label="Incentives" items={incentiveTabs("payouts")} />
      <BatchTable batches={batches} />
      <PayableTable
        {...payable}
        currency={currency}
        waiting={waiting}
        formKey={crypto.randomUUID()}
        action={can(viewer, "payouts.prepare") ? preparePayouts : null}
      />
    </>
  );
}

import type { Metadata } from "next";
import { MissingTable } from "@/components/incentives/missing-table";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listMissingMoney } from "@/db/incentives/missing";
import { requireViewer } from "@/lib/auth/require-viewer";
import { onlyPages } from "@/lib/incentives/address";
import { incentiveTabs } from "@/lib/incentives/words";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Missing money" };

export default async function MissingPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("plans.read");
  const { rows, next } = await listMissingMoney(viewer, onlyPages.parse(await searchParams).after);
  return (
    <>
      <PageHeader
        title="Missing money"
        state="Deals won in the last twelve months that earned their partner nothing, and why."
      />
      <Tabs label="Incentives" items={incentiveTabs("missing")} />
      <MissingTable rows={rows} next={next} />
    </>
  );
}

import type { Metadata } from "next";
import { GroupReturn, PlanReturn } from "@/components/funds/return-tables";
import { FigureGrid } from "@/components/metrics/figure-grid";
import { PeriodBar } from "@/components/metrics/period-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { readReturn } from "@/db/funds/return";
import { requireViewer } from "@/lib/auth/require-viewer";
import { planView } from "@/lib/funds/return";
import { fundTabs } from "@/lib/funds/words";
import type { Parameters } from "@/lib/lists/parameters";
import { readMetricFilter } from "@/lib/metrics/filter";
import { spanLabel } from "@/lib/period";

export const metadata: Metadata = { title: "Return" };

export default async function ReturnPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("funds.return");
  const filter = readMetricFilter(await searchParams);
  const { program, period, figures, groups, plans } = await readReturn(viewer, filter, new Date());
  return (
    <>
      <PageHeader
        title="Return"
        breadcrumb={[{ label: "Funds", href: "/funds" }]}
        state={`What was paid to partners against what it produced, ${spanLabel(period)}. Every figure opens its rows.`}
      />
      <Tabs label="Funds" items={fundTabs("return", true)} />
      <PeriodBar action="/funds/return" period={period} asked={filter} />
      <FigureGrid figures={figures} />
      <PlanReturn plans={plans.map((plan) => planView(plan, program.currency))} />
      <GroupReturn title="By tier" rows={groups.tier} currency={program.currency} />
      <GroupReturn title="By segment" rows={groups.segment} currency={program.currency} />
      <GroupReturn title="By partner type" rows={groups.type} currency={program.currency} />
    </>
  );
}

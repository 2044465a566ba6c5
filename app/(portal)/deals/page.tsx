import type { Metadata } from "next";
import { DealFilters } from "@/components/deals/deal-filters";
import { DealTable } from "@/components/deals/deal-table";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { listDeals } from "@/db/deals/list";
import { dealFilterOptions } from "@/db/deals/queries";
import { getProgram, listStages, listTiers } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { dealChoices, rangeFields } from "@/lib/deals/choices";
import { dealDefaults, dealFilter } from "@/lib/deals/filter";
import { formatCount } from "@/lib/format";
import { chipsOf } from "@/lib/lists/links";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Deals" };

export default async function DealsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("deals.read");
  const filter = dealFilter.parse(await searchParams);
  const program = await getProgram(viewer);
  const currency = program.reportingCurrency;
  const [list, words, stages, tiers] = await Promise.all([
    listDeals(viewer, filter, program.today),
    dealFilterOptions(viewer, filter),
    listStages(viewer),
    listTiers(viewer),
  ]);
  const choices = dealChoices(viewer, { ...words, stages, tiers });
  const fields = [...rangeFields(filter), ...choices.many, ...choices.one];
  const { count, open } = list.totals;
  return (
    <>
      <PageHeader
        title="Deals"
        state={`${formatCount(count)} ${count === 1 ? "deal" : "deals"}, ${formatCount(open)} open. Sums in ${currency}, days in ${program.timeZone}.`}
      />
      <DealFilters filter={filter} choices={choices} currency={currency} />
      <Chips items={chipsOf("/deals", filter, dealDefaults, fields)} clearHref="/deals" />
      <DealTable {...list} filter={filter} currency={currency} staff={viewer.kind === "staff"} />
    </>
  );
}

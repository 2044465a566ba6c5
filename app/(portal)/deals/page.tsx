import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DealFilters } from "@/components/deals/deal-filters";
import { DealTable } from "@/components/deals/deal-table";
import { Chips } from "@/components/ui/chips";
import { PageHeader } from "@/components/ui/page-header";
import { readDealsPage } from "@/db/deals/list";
import { requireViewer } from "@/lib/auth/require-viewer";
import { dealChoices, rangeFields } from "@/lib/deals/choices";
import { dealDefaults, dealFilter } from "@/lib/deals/filter";
import { formatCount } from "@/lib/format";
import { chipsOf, listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Deals" };

export default async function DealsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("deals.read");
  const asked = await searchParams;
  const filter = dealFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/deals", filter, dealDefaults));
  const { program, list, words } = await readDealsPage(viewer, filter);
  const currency = program.reportingCurrency;
  const choices = dealChoices(viewer, words);
  const fields = [...rangeFields(viewer, filter), ...choices.many, ...choices.one];
  const { count, open, exact } = list.totals;
  return (
    <>
      <PageHeader
        title="Deals"
        state={`${exact ? `${formatCount(count)} ${count === 1 ? "deal" : "deals"}, ${formatCount(open)} open` : `At least ${formatCount(count)} deals`}. Sums in ${currency}, days in ${program.timeZone}.`}
      />
      <DealFilters filter={filter} choices={choices} currency={currency} />
      <Chips items={chipsOf("/deals", filter, dealDefaults, fields)} clearHref="/deals" />
      <DealTable {...list} filter={filter} currency={currency} staff={viewer.kind === "staff"} />
    </>
  );
}

import type { Metadata } from "next";
import { BookTabs } from "@/components/home/book-tabs";
import { MovedDeals } from "@/components/home/moved-deals";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { listMorningDeals, rowsPerPage } from "@/db/home/morning";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatDay } from "@/lib/format";
import { movementFilter } from "@/lib/home/filter";
import { movementMeanings, movements } from "@/lib/home/movement";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Deals that moved or stand still" };

export default async function MovedDealsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.list");
  const filter = movementFilter.parse(await searchParams);
  const hasBook = viewer.role === "channel_manager";
  const own = hasBook && filter.book !== "all";
  const list = await listMorningDeals(viewer, filter.list, { own }, filter.page, new Date());
  const { today, reportingCurrency: currency, timeZone } = list.program;
  const stalled = filter.list === "stalled";
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Home", href: own || !hasBook ? "/home" : "/home?book=all" }]}
        title={stalled ? movements.stalled.title : `${movements[filter.list].title} since ${formatDay(list.since)}`}
        state={`${movementMeanings[filter.list]} Deals that a partner sourced; days in ${timeZone}.`}
        actions={
          filter.list === "opened" || filter.list === "won" ? (
            <TextLink href={filter.list === "won" ? "/metrics/sourced_revenue" : "/metrics/new_pipeline"}>
              How this is counted
            </TextLink>
          ) : null
        }
      />
      <BookTabs path="/home/deals" list={filter.list} book={filter.book} hasBook={hasBook} />
      <MovedDeals {...list} filter={filter} perPage={rowsPerPage} currency={currency} today={today} />
    </>
  );
}

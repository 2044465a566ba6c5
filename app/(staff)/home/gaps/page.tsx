import type { Metadata } from "next";
import { BookTabs } from "@/components/home/book-tabs";
import { GapTable } from "@/components/home/gap-table";
import { PageHeader } from "@/components/ui/page-header";
import { listMorningGaps, rowsPerPage } from "@/db/home/morning";
import { requireViewer } from "@/lib/auth/require-viewer";
import { gapFilter } from "@/lib/home/filter";
import { gapMeanings, gaps } from "@/lib/home/gaps";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Gaps of certification and onboarding" };

export default async function GapsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.list");
  const filter = gapFilter.parse(await searchParams);
  const hasBook = viewer.role === "channel_manager";
  const own = hasBook && filter.book !== "all";
  const { rows, partners } = await listMorningGaps(viewer, filter.list, { own }, filter.page, new Date());
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Home", href: own || !hasBook ? "/home" : "/home?book=all" }]}
        title={gaps[filter.list].title}
        state={gapMeanings[filter.list]}
      />
      <BookTabs path="/home/gaps" list={filter.list} book={filter.book} hasBook={hasBook} />
      <GapTable rows={rows} partners={partners} filter={filter} perPage={rowsPerPage} />
    </>
  );
}

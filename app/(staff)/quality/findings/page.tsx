import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FindingTable } from "@/components/quality/finding-table";
import { FilterBar } from "@/components/tables/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listFindings } from "@/db/quality/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { listHref } from "@/lib/lists/links";
import { hasEmpty, type Parameters } from "@/lib/lists/parameters";
import { findingDefaults, findingFilter } from "@/lib/quality/filter";
import { findingFilters, findingsSentence, findingTabs } from "@/lib/quality/view";

export const metadata: Metadata = { title: "Findings" };

export default async function FindingsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("quality.read");
  const asked = await searchParams;
  const filter = findingFilter.parse(asked);
  if (hasEmpty(asked)) redirect(listHref("/quality/findings", filter, findingDefaults));
  const { rows, count, partner, next } = await listFindings(viewer, filter);
  return (
    <>
      <PageHeader
        title="What is to be mended"
        breadcrumb={[{ label: "Data quality", href: "/quality" }]}
        state={findingsSentence({ filter, count, partner })}
      />
      <Tabs label="Which findings" items={findingTabs(filter)} />
      <FilterBar
        action="/quality/findings"
        filters={findingFilters(filter)}
        hidden={{ show: filter.show, partner: filter.partner, source: filter.source }}
      />
      <FindingTable
        rows={rows}
        filter={filter}
        count={count}
        nextHref={next ? listHref("/quality/findings", filter, findingDefaults, { after: next }) : null}
        now={new Date()}
      />
    </>
  );
}

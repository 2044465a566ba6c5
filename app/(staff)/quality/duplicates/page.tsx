import type { Metadata } from "next";
import { unmergeDuplicate } from "@/app/(staff)/quality/actions";
import { MergeList } from "@/components/quality/merge-list";
import { PairList } from "@/components/quality/pair-list";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listPairs } from "@/db/quality/duplicates";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import type { Parameters } from "@/lib/lists/parameters";
import { pairFilter } from "@/lib/quality/filter";
import { kindTabs, pairsSentence, showTabs } from "@/lib/quality/pairs-view";

export const metadata: Metadata = { title: "Duplicates" };

export default async function DuplicatesPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("quality.read");
  const filter = pairFilter.parse(await searchParams);
  const { program, counts, rows, merges, more } = await listPairs(viewer, filter);
  return (
    <>
      <PageHeader
        title="Duplicates"
        breadcrumb={[{ label: "Data quality", href: "/quality" }]}
        state={pairsSentence(counts)}
      />
      <Tabs label="Of which kind" items={kindTabs(filter, counts)} />
      <Tabs label="Which pairs" items={showTabs(filter)} />
      {filter.show === "merged" ? (
        <MergeList
          merges={merges}
          filter={filter}
          more={more}
          timeZone={program.timeZone}
          undo={can(viewer, "partners.merge") ? unmergeDuplicate : null}
        />
      ) : (
        <PairList rows={rows} filter={filter} more={more} />
      )}
    </>
  );
}

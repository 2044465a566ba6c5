import type { Metadata } from "next";
import { dismiss, merge } from "@/app/(staff)/partners/actions";
import { DuplicateList } from "@/components/partners/duplicate-list";
import { MergeCompare } from "@/components/partners/merge-compare";
import { SurvivorSearch } from "@/components/partners/survivor-search";
import { PageHeader } from "@/components/ui/page-header";
import { getMergeSide, listDuplicates } from "@/db/partners/duplicates";
import { listPartners } from "@/db/partners/list";
import { getProgram } from "@/db/program/queries";
import type { Viewer } from "@/lib/access/viewer";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { first, isId, type Parameters } from "@/lib/lists/parameters";
import { partnerFilter } from "@/lib/partners/filter";

export const metadata: Metadata = { title: "Merge partners" };

/** Found duplicates; with `merged` the search for its survivor; with both the comparison. */
export default async function MergePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.merge");
  const asked = await searchParams;
  const [survivor, merged, q] = [asked.survivor, asked.merged, asked.q].map((value) => first.parse(value));
  if (!merged || !isId(merged)) return <Duplicates viewer={viewer} />;
  const side = await orNotFound(getMergeSide(viewer, merged));
  const breadcrumb = [
    { label: "Partners", href: "/partners" },
    { label: "Duplicates", href: "/partners/merge" },
  ];
  if (survivor && survivor !== merged) {
    const other = await orNotFound(getMergeSide(viewer, survivor));
    const swapHref = `/partners/merge?survivor=${merged}&merged=${survivor}`;
    return (
      <>
        <PageHeader title={`Merge ${side.name} into ${other.name}`} breadcrumb={breadcrumb} />
        <MergeCompare survivor={other} merged={side} swapHref={swapHref} merge={merge} />
      </>
    );
  }
  const { today } = await getProgram(viewer);
  const found = q ? await listPartners(viewer, partnerFilter.parse({ q }), today) : { rows: [] };
  return (
    <>
      <PageHeader title={`Merge ${side.name}`} breadcrumb={breadcrumb} state="Choose the partner record that stays." />
      <SurvivorSearch merged={merged} q={q ?? ""} found={found.rows.filter((row) => row.id !== merged)} />
    </>
  );
}

async function Duplicates({ viewer }: { viewer: Viewer }) {
  const pairs = await listDuplicates(viewer);
  const state =
    pairs.length === 0
      ? "Partners that may be the same company, found by imports."
      : `${formatCount(pairs.length)} ${pairs.length === 1 ? "pair" : "pairs"} may be the same company. Nothing is merged until you say so.`;
  return (
    <>
      <PageHeader title="Duplicates" breadcrumb={[{ label: "Partners", href: "/partners" }]} state={state} />
      <DuplicateList pairs={pairs} dismiss={dismiss} />
    </>
  );
}

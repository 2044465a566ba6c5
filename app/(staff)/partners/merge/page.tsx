import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { merge } from "@/app/(staff)/partners/actions";
import { MergeCompare } from "@/components/partners/merge-compare";
import { SurvivorSearch } from "@/components/partners/survivor-search";
import { PageHeader } from "@/components/ui/page-header";
import { listPartners } from "@/db/partners/list";
import { getMergeSide } from "@/db/partners/merge-side";
import { getProgram } from "@/db/program/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { first, isId, type Parameters } from "@/lib/lists/parameters";
import { partnerFilter } from "@/lib/partners/filter";

const duplicates = "/quality/duplicates?kind=partner";

export const metadata: Metadata = { title: "Merge partners" };

/** The search for the record that stays, of the one that goes; with both the comparison. What was found stands under data quality. */
export default async function MergePage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("partners.merge");
  const asked = await searchParams;
  const [survivor, merged, q] = [asked.survivor, asked.merged, asked.q].map((value) => first.parse(value));
  if (!merged || !isId(merged)) redirect(duplicates);
  const side = await orNotFound(getMergeSide(viewer, merged));
  const breadcrumb = [
    { label: "Partners", href: "/partners" },
    { label: "Duplicates", href: duplicates },
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

import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { fixImportRow } from "@/app/(staff)/imports/actions";
import { RowForm } from "@/components/imports/row-form";
import { PageHeader } from "@/components/ui/page-header";
import { getImport } from "@/db/imports/queries";
import { getStagedRow } from "@/db/imports/rows";
import { getProgram } from "@/db/program/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { rowPlace } from "@/lib/imports/row-form";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Row of an import" };

type RowPageProps = { params: Promise<{ batchId: string }>; searchParams: Promise<Parameters> };

export default async function RowPage({ params, searchParams }: RowPageProps) {
  const viewer = await requireViewer("imports.run");
  const { batchId } = await params;
  const { file, line } = rowPlace.parse(await searchParams);
  const batch = await orNotFound(getImport(viewer, batchId));
  // Only an import that waits to be published can be mended; what is published has its own way.
  if (batch.status !== "checked" || !file) redirect(`/imports/${batch.id}`);
  const [program, row] = await Promise.all([
    getProgram(viewer),
    orNotFound(getStagedRow(viewer, batch.id, file, line)),
  ]);
  const wrong = row.faults.length === 0 ? "Nothing is wrong with it now." : "It is held back until it is mended.";
  return (
    <>
      <PageHeader
        title={`${file}, line ${formatCount(line)}`}
        breadcrumb={[
          { label: "Imports", href: "/imports" },
          { label: batch.label, href: `/imports/${batch.id}` },
        ]}
        state={wrong}
      />
      <RowForm place={{ batch: batch.id, file, line }} row={row} timeZone={program.timeZone} fix={fixImportRow} />
    </>
  );
}

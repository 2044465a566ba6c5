import type { Metadata } from "next";
import { BatchList } from "@/components/imports/batch-list";
import { UploadForm } from "@/components/imports/upload-form";
import { PageHeader } from "@/components/ui/page-header";
import { listImports, listSources } from "@/db/imports/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isUploadProblem } from "@/lib/imports/upload-problems";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage({ searchParams }: { searchParams: Promise<{ problem?: unknown }> }) {
  const viewer = await requireViewer("imports.read");
  const { problem } = await searchParams;
  const [batches, sources, program] = await Promise.all([listImports(viewer), listSources(viewer), getProgram(viewer)]);
  return (
    <>
      <PageHeader
        title="Imports"
        state="Files are staged and checked, shown as a dry run, published in one step, and can be taken back."
      />
      {can(viewer, "imports.run") ? (
        <UploadForm sources={sources} problem={isUploadProblem(problem) ? problem : undefined} />
      ) : null}
      <BatchList batches={batches} timeZone={program.timeZone} />
    </>
  );
}

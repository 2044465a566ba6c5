import type { Metadata } from "next";
import { StageTable } from "@/components/program/stage-table";
import { PageHeader } from "@/components/ui/page-header";
import { listStages } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";

export const metadata: Metadata = { title: "Stages" };

export default async function StagesPage() {
  const viewer = await requireViewer("stages.manage");
  const stages = await listStages(viewer);
  return (
    <>
      <PageHeader title="Stages" state={`${formatCount(stages.length)} stages, in the order of the pipeline.`} />
      <StageTable stages={stages} />
    </>
  );
}

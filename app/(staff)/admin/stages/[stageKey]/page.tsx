import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { changeStage } from "@/app/(staff)/admin/stages/actions";
import { StageForm } from "@/components/program/stage-form";
import { PageHeader } from "@/components/ui/page-header";
import { listStages } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Edit stage" };

export default async function StagePage({ params }: { params: Promise<{ stageKey: string }> }) {
  const viewer = await requireViewer("stages.manage");
  const stages = await listStages(viewer);
  const key = decodeURIComponent((await params).stageKey);
  const stage = stages.find((one) => one.key === key);
  if (!stage) notFound();
  return (
    <>
      <PageHeader
        title={`Edit ${stage.name}`}
        breadcrumb={[{ label: "Stages", href: "/admin/stages" }]}
        state="What is asked for and allowed holds for the next move; deals stay where they are."
      />
      <StageForm action={changeStage} stage={stage} stages={stages} />
    </>
  );
}

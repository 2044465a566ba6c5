import type { Metadata } from "next";
import { accept, reopen } from "@/app/(staff)/quality/actions";
import { FindingWork } from "@/components/quality/finding-work";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram } from "@/db/program/queries";
import { getFinding } from "@/db/quality/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { labelOfRule, saysOf } from "@/lib/quality/view";

export const metadata: Metadata = { title: "Finding" };

export default async function FindingPage({ params }: { params: Promise<{ findingId: string }> }) {
  const viewer = await requireViewer("quality.read");
  const [program, finding] = await Promise.all([
    getProgram(viewer),
    orNotFound(getFinding(viewer, (await params).findingId)),
  ]);
  const works = can(viewer, "quality.work");
  const [tone, text] = finding.resolvedAt
    ? (["good", "Mended"] as const)
    : finding.acceptedAt
      ? (["neutral", "Accepted as it is"] as const)
      : (["warn", "Open"] as const);
  return (
    <>
      <PageHeader
        title={finding.name}
        breadcrumb={[
          { label: "Data quality", href: "/quality" },
          { label: "Findings", href: "/quality/findings" },
        ]}
        badges={<Badge tone={tone}>{text}</Badge>}
        state={`${labelOfRule(finding.rule)}. ${saysOf(finding.rule, finding.wrong)}`}
      />
      <FindingWork
        finding={finding}
        timeZone={program.timeZone}
        accept={works ? accept : null}
        reopen={works ? reopen : null}
      />
    </>
  );
}

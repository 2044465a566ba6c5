import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { decideDefinition, proposeDefinition } from "@/app/(portal)/metrics/actions";
import { DefinitionCard } from "@/components/metrics/definition-card";
import { VersionForm } from "@/components/metrics/version-form";
import { VersionLog } from "@/components/metrics/version-log";
import { VersionPreview } from "@/components/metrics/version-preview";
import { PageHeader } from "@/components/ui/page-header";
import { readDefinition } from "@/db/metrics/definition";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isMetricKey, metricOf } from "@/lib/metrics/registry";

export const metadata: Metadata = { title: "Definition" };

export default async function DefinitionPage({ params }: { params: Promise<{ metric: string }> }) {
  const viewer = await requireViewer("metrics.read");
  const { metric: key } = await params;
  if (!isMetricKey(key)) notFound();
  const metric = metricOf(key);
  const { program, definition, versions, lineage, open, preview } = await orNotFound(
    Promise.resolve().then(() => readDefinition(viewer, key, new Date())),
  );
  const decides = can(viewer, "metrics.approve") && open?.proposedById !== viewer.personId;
  return (
    <>
      <PageHeader
        title={`${metric.label}: definition`}
        breadcrumb={[
          { label: "Metrics", href: "/metrics" },
          { label: metric.label, href: `/metrics/${key}` },
        ]}
        state={definition.meaning}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <DefinitionCard metric={metric} definition={definition} lineage={lineage} />
        <VersionLog metric={metric} versions={versions} program={program.name} timeZone={program.timeZone} />
      </div>
      {open && preview ? (
        <VersionPreview
          metric={metric}
          version={open}
          preview={preview}
          currency={program.currency}
          decide={decides ? decideDefinition : null}
        />
      ) : null}
      {can(viewer, "metrics.propose") && !open ? (
        <VersionForm metricKey={key} metric={metric} definition={definition} action={proposeDefinition} />
      ) : null}
    </>
  );
}

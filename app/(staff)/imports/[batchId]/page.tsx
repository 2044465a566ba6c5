import type { Metadata } from "next";
import { discardImport, mendImport, publishImport, releaseImport, revertImport } from "@/app/(staff)/imports/actions";
import { BatchActions } from "@/components/imports/batch-actions";
import { BatchBadge } from "@/components/imports/batch-badge";
import { BeginMending } from "@/components/imports/begin-mending";
import { ChangeList } from "@/components/imports/change-list";
import { EntityCounts } from "@/components/imports/entity-counts";
import { HeldImport } from "@/components/imports/held-import";
import { RejectedRows } from "@/components/imports/rejected-rows";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { countByEntity, getImport, listChanges, listRejected } from "@/db/imports/queries";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { batchSentence, shownChanges } from "@/lib/imports/batch-view";

export const metadata: Metadata = { title: "Import" };

const sample = { limit: 20, offset: 0 };

export default async function ImportPage({ params }: { params: Promise<{ batchId: string }> }) {
  const viewer = await requireViewer("imports.read");
  const { batchId } = await params;
  const batch = await orNotFound(getImport(viewer, batchId));
  const [program, counts, rejected, changed, created] = await Promise.all([
    getProgram(viewer),
    countByEntity(viewer, batchId),
    listRejected(viewer, batchId, { limit: 200, offset: 0 }),
    listChanges(viewer, batchId, "changed", sample),
    listChanges(viewer, batchId, "created", sample),
  ]);
  const { created: made = 0, changed: altered = 0, quarantined: held = 0 } = batch.counts ?? {};
  const mappingHref = `/imports/mappings/${batch.source}${batch.status === "checked" ? `?batch=${batch.id}` : ""}`;
  const actions = { publish: publishImport, revert: revertImport, discard: discardImport };
  const mayRun = can(viewer, "imports.run");
  return (
    <>
      <PageHeader
        title={batch.label}
        breadcrumb={[{ label: "Imports", href: "/imports" }]}
        badges={<BatchBadge status={batch.status} />}
        state={batchSentence(batch, program.timeZone)}
      />
      {batch.error ? (
        <Callout tone="bad" title="The files were not taken in">
          {batch.error}
        </Callout>
      ) : null}
      <HeldImport batch={batch} timeZone={program.timeZone} release={mayRun ? releaseImport : null} />
      {mayRun ? (
        <BatchActions
          batch={batch.id}
          status={batch.status}
          records={made + altered}
          held={held}
          mappingHref={mappingHref}
          waits={Boolean(batch.held && !batch.releasedAt)}
          {...actions}
        />
      ) : null}
      {counts.length > 0 ? <EntityCounts counts={counts} /> : null}
      <RejectedRows
        rows={rejected}
        count={held}
        mappingHref={mayRun && batch.status === "checked" ? mappingHref : undefined}
        mending={mayRun && batch.status === "checked" ? batch.id : undefined}
        begin={mayRun && batch.status === "published" ? <BeginMending batch={batch.id} mend={mendImport} /> : undefined}
      />
      <ChangeList
        title="Changes"
        description="The first records that change, field by field."
        rows={shownChanges(changed)}
      />
      <ChangeList title="New records" description="The first records that are new." rows={shownChanges(created)} />
    </>
  );
}

import type { Metadata } from "next";
import { dismissDuplicate, mergeDuplicate } from "@/app/(staff)/quality/actions";
import { PairCompare } from "@/components/quality/pair-compare";
import { PageHeader } from "@/components/ui/page-header";
import { getPair } from "@/db/quality/duplicates";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { likelyWords, pairKinds } from "@/lib/quality/duplicates";

export const metadata: Metadata = { title: "Possible duplicate" };

export default async function PairPage({ params }: { params: Promise<{ pairId: string }> }) {
  const viewer = await requireViewer("quality.read");
  const pair = await orNotFound(getPair(viewer, (await params).pairId));
  const state = pair.dismissedWhy
    ? `Not the same, says ${pair.dismissedBy}: ${pair.dismissedWhy}`
    : `${likelyWords(pair.likely)} the same: ${pair.likely} of 100.`;
  return (
    <>
      <PageHeader
        title={`${pair.one} and ${pair.other}`}
        breadcrumb={[
          { label: "Data quality", href: "/quality" },
          { label: `Duplicates: ${pairKinds[pair.kind].toLowerCase()}`, href: `/quality/duplicates?kind=${pair.kind}` },
        ]}
        state={state}
      />
      <PairCompare
        pair={pair}
        merge={!pair.dismissedWhy && can(viewer, "partners.merge") ? mergeDuplicate : null}
        dismiss={!pair.dismissedWhy && can(viewer, "quality.work") ? dismissDuplicate : null}
      />
    </>
  );
}

import type { Metadata } from "next";
import { changeTier } from "@/app/(staff)/admin/tiers/actions";
import { TierForm } from "@/components/program/tier-form";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram, getTier, listTierCriteria } from "@/db/program/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Edit tier" };

export default async function TierPage({ params }: { params: Promise<{ tierKey: string }> }) {
  const viewer = await requireViewer("tiers.manage");
  const tier = await orNotFound(getTier(viewer, decodeURIComponent((await params).tierKey)));
  const [program, customs] = await Promise.all([getProgram(viewer), listTierCriteria(viewer)]);
  return (
    <>
      <PageHeader
        title={`Edit ${tier.name}`}
        breadcrumb={[{ label: "Tiers", href: "/admin/tiers" }]}
        state="What a tier asks for is shown to partners; a change of it moves nobody before the next review."
      />
      <TierForm action={changeTier} currency={program.reportingCurrency} customs={customs} tier={tier} />
    </>
  );
}

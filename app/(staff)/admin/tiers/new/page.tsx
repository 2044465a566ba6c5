import type { Metadata } from "next";
import { createTier } from "@/app/(staff)/admin/tiers/actions";
import { TierForm } from "@/components/program/tier-form";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram, listTierCriteria } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "New tier" };

export default async function NewTierPage() {
  const viewer = await requireViewer("tiers.manage");
  const [program, customs] = await Promise.all([getProgram(viewer), listTierCriteria(viewer)]);
  return (
    <>
      <PageHeader title="New tier" breadcrumb={[{ label: "Tiers", href: "/admin/tiers" }]} />
      <TierForm action={createTier} currency={program.reportingCurrency} customs={customs} />
    </>
  );
}

import type { Metadata } from "next";
import { createPartner } from "@/app/(staff)/partners/actions";
import { PartnerForm } from "@/components/partners/partner-form";
import { PageHeader } from "@/components/ui/page-header";
import { listManagers } from "@/db/partners/list";
import { getProgram, listTiers } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "New partner" };

export default async function NewPartnerPage() {
  const viewer = await requireViewer("partners.edit");
  const [tiers, managers, program] = await Promise.all([listTiers(viewer), listManagers(viewer), getProgram(viewer)]);
  return (
    <>
      <PageHeader title="New partner" breadcrumb={[{ label: "Partners", href: "/partners" }]} />
      <PartnerForm
        action={createPartner}
        tiers={tiers.map(({ key, name }) => ({ value: key, label: name }))}
        managers={managers}
        today={program.today}
      />
    </>
  );
}

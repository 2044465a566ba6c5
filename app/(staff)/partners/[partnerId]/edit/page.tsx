import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { changePartner } from "@/app/(staff)/partners/actions";
import { PartnerForm } from "@/components/partners/partner-form";
import { PageHeader } from "@/components/ui/page-header";
import { listManagers } from "@/db/partners/list";
import { getPartner } from "@/db/partners/queries";
import { getProgram, listTiers } from "@/db/program/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Edit partner" };

export default async function EditPartnerPage({ params }: { params: Promise<{ partnerId: string }> }) {
  const viewer = await requireViewer("partners.edit");
  const partner = await orNotFound(getPartner(viewer, (await params).partnerId));
  if (partner.mergedIntoId) notFound();
  const [tiers, managers, program] = await Promise.all([listTiers(viewer), listManagers(viewer), getProgram(viewer)]);
  const { tierKey, specializations, employees: _employees, leadWeight, leadCapacity, ...fields } = partner;
  return (
    <>
      <PageHeader
        title={`Edit ${partner.name}`}
        breadcrumb={[
          { label: "Partners", href: "/partners" },
          { label: partner.name, href: `/partners/${partner.id}` },
        ]}
      />
      <PartnerForm
        action={changePartner}
        tiers={tiers.map(({ key, name }) => ({ value: key, label: name }))}
        managers={managers}
        today={program.today}
        partner={{
          id: partner.id,
          values: {
            ...fields,
            tier: tierKey,
            specializations: specializations.join(", "),
            leadWeight: String(leadWeight ?? ""),
            leadCapacity: String(leadCapacity ?? ""),
          },
        }}
      />
    </>
  );
}

import type { Metadata } from "next";
import { savePolicies } from "@/app/(staff)/admin/policies/actions";
import { PoliciesForm } from "@/components/program/policies-form";
import { PageHeader } from "@/components/ui/page-header";
import { getPolicies } from "@/db/program/policies";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const viewer = await requireViewer("policies.manage");
  const policies = await getPolicies(viewer);
  return (
    <>
      <PageHeader
        title="Policies"
        state="How fast registrations are decided, how long they protect, and how long a partner has for a lead."
      />
      <PoliciesForm policies={policies} action={savePolicies} />
    </>
  );
}

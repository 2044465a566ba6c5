import type { Metadata } from "next";
import { enterLead } from "@/app/(staff)/leads/actions";
import { LeadForm } from "@/components/leads/lead-form";
import { PageHeader } from "@/components/ui/page-header";
import { readLeadWords } from "@/db/leads/page";
import { requireViewer } from "@/lib/auth/require-viewer";

export const metadata: Metadata = { title: "New lead" };

export default async function NewLeadPage() {
  const viewer = await requireViewer("leads.manage");
  const words = await readLeadWords(viewer);
  return (
    <>
      <PageHeader
        title="New lead"
        breadcrumb={[{ label: "Leads", href: "/leads" }]}
        state="Next you see which partners it fits, and why."
      />
      <LeadForm action={enterLead} {...words} />
    </>
  );
}

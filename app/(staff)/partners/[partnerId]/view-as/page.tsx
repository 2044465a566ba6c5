import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormActions } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { getPartnerName } from "@/db/people/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isId } from "@/lib/lists/parameters";
import { viewAsPartner } from "./actions";

export const metadata: Metadata = { title: "View as partner" };

export default async function ViewAsPage({ params }: { params: Promise<{ partnerId: string }> }) {
  const viewer = await requireViewer("partners.viewAs");
  const { partnerId } = await params;
  if (!isId(partnerId)) notFound();
  const name = await orNotFound(getPartnerName(viewer, partnerId));
  return (
    <>
      <PageHeader
        title={`View the portal as ${name}`}
        breadcrumb={[
          { label: "Partners", href: "/partners" },
          { label: name, href: `/partners/${partnerId}` },
        ]}
        state="You see what the company's admin sees, for 30 minutes, and can change nothing."
      />
      <Card>
        <ActionForm action={viewAsPartner} failed="Nothing was started." hidden={{ partner: partnerId }}>
          <ActionTextarea
            name="reason"
            label="Reason"
            help="Kept in the audit log with your name."
            rows={2}
            maxLength={500}
          />
          <FormActions>
            <ActionButton variant="primary" icon="eye">
              Start viewing
            </ActionButton>
            <LinkButton href={`/partners/${partnerId}`}>Cancel</LinkButton>
          </FormActions>
        </ActionForm>
      </Card>
    </>
  );
}

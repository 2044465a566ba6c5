import type { Metadata } from "next";
import { decide } from "@/app/(staff)/applications/actions";
import { ApplicationEvidence } from "@/components/applications/application-evidence";
import { ApplicationFacts } from "@/components/applications/application-facts";
import { ApplicationHistory } from "@/components/applications/application-history";
import { DecideApplication } from "@/components/applications/decide-application";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { readApplicationPage } from "@/db/applications/queries";
import { can } from "@/lib/access/permissions";
import { applicationStates } from "@/lib/applications/states";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { clock } from "@/lib/deals/registrations/times";

export const metadata: Metadata = { title: "Application" };

export default async function ApplicationPage({ params }: { params: Promise<{ applicationId: string }> }) {
  const viewer = await requireViewer("applications.read");
  const now = new Date();
  const page = await orNotFound(readApplicationPage(viewer, (await params).applicationId, now));
  const { application, program, events, evidence, tiers, managers } = page;
  const { label, tone } = applicationStates[application.state];
  const open = application.state === "submitted" || application.state === "returned";
  const due = application.state === "submitted" && application.dueAt ? clock(application.dueAt, now).says : null;
  return (
    <>
      <PageHeader
        title={application.company}
        breadcrumb={[{ label: "Applications", href: "/applications" }]}
        badges={<Badge tone={tone}>{label}</Badge>}
        state={due ? `A decision is ${due}.` : undefined}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6">
          <ApplicationFacts application={application} />
          <ApplicationHistory events={events} timeZone={program.timeZone} />
        </div>
        <div className="space-y-6">
          {open ? <ApplicationEvidence evidence={evidence} /> : null}
          {open && can(viewer, "applications.decide") ? (
            <DecideApplication
              application={application}
              evidence={evidence}
              tiers={tiers}
              managers={managers}
              me={viewer.personId}
              action={decide}
            />
          ) : null}
        </div>
      </div>
    </>
  );
}

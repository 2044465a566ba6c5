import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { addNote, answerForExtension, decide } from "@/app/(staff)/registrations/actions";
import { removeFile } from "@/app/files/actions";
import { DecideForm } from "@/components/registrations/decide-form";
import { EvidenceList } from "@/components/registrations/evidence-list";
import { Extensions } from "@/components/registrations/extensions";
import { NoteForm } from "@/components/registrations/note-form";
import { PartnerActions } from "@/components/registrations/partner-actions";
import { RegistrationFacts } from "@/components/registrations/registration-facts";
import { RegistrationFiles } from "@/components/registrations/registration-files";
import { RegistrationHeader } from "@/components/registrations/registration-header";
import { RegistrationHistory } from "@/components/registrations/registration-history";
import { PartnerRecord, Standing } from "@/components/registrations/standing-card";
import { Card } from "@/components/ui/card";
import { readRegistrationPage } from "@/db/registrations/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { linkable } from "@/lib/deals/registrations/linkable";
import { isFileProblem } from "@/lib/files/file-problems";
import type { Parameters } from "@/lib/lists/parameters";
import { amend, askForExtension, withdraw } from "../actions";

export const metadata: Metadata = { title: "Registration" };

type Props = { params: Promise<{ registrationId: string }>; searchParams: Promise<Parameters> };

/** One registration: its partner sees how it stands, a reviewer what speaks for and against it. */
export default async function RegistrationPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("registrations.read");
  const { file } = await searchParams;
  const page = await orNotFound(readRegistrationPage(viewer, (await params).registrationId));
  const { registration, evidence, record, program } = page;
  if (registration.status === "draft")
    redirect(`/registrations/${registration.id}/edit${isFileProblem(file) ? `?file=${file}` : ""}`);
  const [staff, decides] = [viewer.kind === "staff", can(viewer, "registrations.decide")];
  const times = { median: page.times.median, timeZone: program.timeZone, now: new Date() };
  return (
    <>
      <RegistrationHeader registration={registration} staff={staff} mayAnswer={can(viewer, "registrations.submit")} />
      <Standing registration={registration} staff={staff} {...times} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="space-y-6 lg:order-2">
          {decides ? (
            <DecideForm
              registrationId={registration.id}
              status={registration.status}
              deals={registration.dealId ? [] : linkable(evidence ?? [])}
              action={decide}
            />
          ) : null}
          <Extensions items={registration.extensions} answer={decides ? answerForExtension : undefined} />
          {can(viewer, "registrations.submit") ? (
            <PartnerActions registration={registration} amend={amend} withdraw={withdraw} ask={askForExtension} />
          ) : null}
          {record ? (
            <Card title={`What ${registration.partner} registered before`}>
              <PartnerRecord record={record} />
            </Card>
          ) : null}
          {decides ? <NoteForm registrationId={registration.id} action={addNote} /> : null}
          <RegistrationHistory events={registration.events} timeZone={program.timeZone} />
        </div>
        <div className="space-y-6">
          {evidence ? <EvidenceList items={evidence} partnerId={registration.partnerId} /> : null}
          <RegistrationFacts registration={registration} />
          <RegistrationFiles
            registrationId={registration.id}
            files={page.files}
            timeZone={program.timeZone}
            problem={file}
            mayAdd={can(viewer, "deals.write")}
            staff={
              staff
                ? {
                    partner: { partnerId: registration.partnerId, name: registration.partner },
                    remove: can(viewer, "deals.move") ? removeFile : null,
                  }
                : undefined
            }
          />
        </div>
      </div>
    </>
  );
}

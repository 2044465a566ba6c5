import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { addNote, answerForExtension, decide } from "@/app/(staff)/registrations/actions";
import { removeFile } from "@/app/files/actions";
import { EvidenceList } from "@/components/registrations/evidence-list";
import { RegistrationFacts } from "@/components/registrations/registration-facts";
import { RegistrationFiles } from "@/components/registrations/registration-files";
import { RegistrationHeader } from "@/components/registrations/registration-header";
import { RegistrationSide } from "@/components/registrations/registration-side";
import { Standing } from "@/components/registrations/standing-card";
import { readRegistrationPage } from "@/db/registrations/page";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { isFileProblem } from "@/lib/files/file-problems";
import type { Parameters } from "@/lib/lists/parameters";
import { amend, askForExtension, withdraw } from "../actions";

export const metadata: Metadata = { title: "Registration" };

type Props = { params: Promise<{ registrationId: string }>; searchParams: Promise<Parameters> };

export default async function RegistrationPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("registrations.read");
  const [{ registrationId }, { file }] = [await params, await searchParams];
  const page = await orNotFound(readRegistrationPage(viewer, registrationId));
  const { registration, evidence, program } = page;
  if (registration.status === "draft")
    redirect(`/registrations/${registration.id}/edit${isFileProblem(file) ? `?file=${file}` : ""}`);
  const [staff, submits] = [viewer.kind === "staff", can(viewer, "registrations.submit")];
  const times = { median: page.times.median, timeZone: program.timeZone, now: new Date() };
  return (
    <>
      <RegistrationHeader registration={registration} staff={staff} mayAnswer={submits} />
      <Standing registration={registration} staff={staff} {...times} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <RegistrationSide
          {...page}
          decides={can(viewer, "registrations.decide")}
          submits={submits}
          timeZone={program.timeZone}
          actions={{ decide, answer: answerForExtension, note: addNote, amend, withdraw, ask: askForExtension }}
        />
        <div className="space-y-6">
          {evidence ? <EvidenceList items={evidence} partnerId={registration.partnerId} /> : null}
          <RegistrationFacts registration={registration} />
          <RegistrationFiles
            registrationId={registration.id}
            files={page.files}
            timeZone={program.timeZone}
            problem={file}
            mayAdd={can(viewer, "deals.write")}
            partner={staff ? { partnerId: registration.partnerId, name: registration.partner } : undefined}
            remove={can(viewer, "deals.move") ? removeFile : null}
          />
        </div>
      </div>
    </>
  );
}

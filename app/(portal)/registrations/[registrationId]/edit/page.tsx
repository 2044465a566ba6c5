import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RegistrationFiles } from "@/components/registrations/registration-files";
import { RegistrationForm } from "@/components/registrations/registration-form";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { readRegistrationForm } from "@/db/registrations/page";
import { getRegistration } from "@/db/registrations/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { rewritable } from "@/lib/deals/registrations/states";
import { valuesOf } from "@/lib/deals/registrations/values";
import { registrationNumber } from "@/lib/deals/registrations/words";
import type { Parameters } from "@/lib/lists/parameters";
import { withdraw, writeRegistration } from "../../actions";

export const metadata: Metadata = { title: "Registration" };

type Props = { params: Promise<{ registrationId: string }>; searchParams: Promise<Parameters> };

export default async function EditRegistrationPage({ params, searchParams }: Props) {
  const viewer = await requireViewer("registrations.submit");
  const [{ registrationId }, { file }] = [await params, await searchParams];
  const [one, form] = await Promise.all([
    orNotFound(getRegistration(viewer, registrationId)),
    readRegistrationForm(viewer, registrationId),
  ]);
  if (!(rewritable as readonly string[]).includes(one.status)) redirect(`/registrations/${one.id}`);
  const draft = one.status === "draft";
  return (
    <>
      <PageHeader
        title={one.customerName || "Draft"}
        breadcrumb={[{ label: "Registrations", href: "/registrations" }]}
        state={`${registrationNumber(one.number)}, ${draft ? "a draft that your company alone sees" : "sent back with a question"}.`}
        actions={
          draft ? (
            <ActionForm action={withdraw} hidden={{ registrationId: one.id, reason: "" }} className="">
              <ActionButton variant="quiet" icon="trash-2">
                Throw the draft away
              </ActionButton>
            </ActionForm>
          ) : null
        }
      />
      {!draft && one.reason ? (
        <Callout tone="warn" title="The question">
          {one.reason}
        </Callout>
      ) : null}
      <RegistrationForm {...form.choices} action={writeRegistration} values={valuesOf(one)} registrationId={one.id} />
      <RegistrationFiles registrationId={one.id} files={form.files} timeZone={form.timeZone} problem={file} mayAdd />
    </>
  );
}

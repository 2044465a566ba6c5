import type { Metadata } from "next";
import { changeSettings } from "@/app/(staff)/admin/settings/actions";
import { ActionButton, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { FormActions } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram, hasDeals } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatInstant } from "@/lib/format";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const viewer = await requireViewer("settings.manage");
  const [program, fixed] = await Promise.all([getProgram(viewer), hasDeals(viewer)]);
  return (
    <>
      <PageHeader
        title="Settings"
        state={`What holds for the whole program. Last changed ${formatInstant(program.updatedAt, program.timeZone)} (${program.timeZone}).`}
      />
      <ActionForm action={changeSettings} failed="The settings were not changed." className="space-y-5">
        <ActionInput name="programName" label="Name of the program" defaultValue={program.programName} />
        <ActionInput
          name="reportingCurrency"
          label="Reporting currency"
          defaultValue={program.reportingCurrency}
          className="max-w-32 uppercase"
          maxLength={3}
          help="Another one restates every reported amount and every past figure, at the rate of the day each fact happened. Rates must be in the portal; what has none is shown as missing. Amounts in their own currency stay as they are."
        />
        <ActionInput
          name="timeZone"
          label="Time zone"
          defaultValue={program.timeZone}
          readOnly={fixed}
          className="max-w-64"
          help={
            fixed
              ? "Fixed: deals exist, and their days were counted in it."
              : "Days begin and end in it. It is fixed once the first deal is there."
          }
        />
        <ActionTextarea
          name="reason"
          label="Reason"
          optional
          rows={2}
          help="Needed when the reporting currency changes."
        />
        <FormActions>
          <ActionButton variant="primary">Save settings</ActionButton>
        </FormActions>
      </ActionForm>
    </>
  );
}

import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";
import { bulkDecisions } from "@/lib/deals/registrations/form";
import { decisionLabels } from "@/lib/deals/registrations/words";

/** The form that ticked registrations go into. */
export const decisionTicks = { form: "decide-ticked", name: "registrationId" };

/** One decision on all that is ticked; it shows when something is, at the foot of the window, so that no row moves. */
export function BulkBar({ action }: { action: FormAction }) {
  return (
    <div className="tick-bar border-line bg-accent-soft shadow-raised sticky bottom-3 z-5 mt-2 rounded-lg border px-4 py-3 print:hidden">
      <ActionForm
        id={decisionTicks.form}
        action={action}
        failed="Nothing was decided."
        className="flex flex-wrap items-end gap-3 [&>[role]]:max-w-none [&>[role]]:basis-full"
      >
        <ActionSelect
          name="decision"
          label="Decide on what is ticked"
          placeholder="Choose a decision"
          options={bulkDecisions.map((value) => ({ value, label: decisionLabels[value] }))}
          defaultValue=""
          fieldClassName="w-56 max-w-full"
        />
        <ActionInput
          name="reason"
          label="Reason, for every one of the partners"
          placeholder="Needed unless you approve"
          maxLength={1000}
          fieldClassName="min-w-56 flex-1"
        />
        <ActionButton variant="primary">Decide on all ticked</ActionButton>
      </ActionForm>
    </div>
  );
}

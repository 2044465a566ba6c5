import { ActionButton, ActionForm, ActionSelect } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";

/** The form that ticked deals go into. */
export const assignTicks = { form: "assign", name: "deals" };

/** Gives the ticked deals to another owner; it shows when a deal is ticked, at the foot of the window, so that no row moves. */
export function AssignBar({ owners, action }: { owners: readonly Option[]; action: FormAction }) {
  return (
    <div className="tick-bar border-line bg-accent-soft shadow-raised sticky bottom-3 z-5 mt-2 rounded-lg border px-4 py-3 print:hidden">
      <ActionForm
        id={assignTicks.form}
        action={action}
        failed="No deal changed its owner."
        className="flex flex-wrap items-end gap-3"
      >
        <ActionSelect
          name="owner"
          label="Give the ticked deals to"
          placeholder="Choose an owner"
          options={owners}
          fieldClassName="w-64 max-w-full"
        />
        <ActionButton variant="primary">Assign</ActionButton>
      </ActionForm>
    </div>
  );
}

import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

type CloseFormProps = { periods: readonly { from: string; to: string; label: string }[]; action: FormAction };

/** Closes a month or quarter that is over. */
export function CloseForm({ periods, action }: CloseFormProps) {
  return (
    <Card
      title="Close a period"
      description="Each metric's figures, of the program and of every partner, are kept as they are now, with all the rows that they count. This cannot be undone; a later change shows beside what was closed."
    >
      <ActionForm action={action} failed="The period was not closed.">
        <ActionSelect
          name="days"
          label="Period"
          placeholder="Choose a quarter or month"
          options={periods.map(({ from, to, label }) => ({ value: `${from}..${to}`, label }))}
        />
        <ActionTextarea name="why" label="Reason" rows={2} help="Stands in the audit log." />
        <ActionButton variant="primary">Close the period</ActionButton>
      </ActionForm>
    </Card>
  );
}

import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

type CorrectFormProps = { earningId: string; currency: string; formKey: string; action: FormAction };

/** Finance's correction of a line: by a new one. */
export function CorrectForm({ earningId, currency, formKey, action }: CorrectFormProps) {
  return (
    <Card
      title="Correct it"
      description="The line stays as it is. A new one that names it is booked into the first open month, and waits for approval when it adds something."
    >
      <ActionForm action={action} hidden={{ earningId, key: formKey }} failed="Nothing was corrected.">
        <ActionInput
          name="amount"
          label={`By how much, ${currency}`}
          className="max-w-48"
          help="12.50 adds, -12.50 takes back."
        />
        <ActionInput name="why" label="Why" maxLength={300} help="The partner reads it." />
        <ActionButton>Book the correction</ActionButton>
      </ActionForm>
    </Card>
  );
}

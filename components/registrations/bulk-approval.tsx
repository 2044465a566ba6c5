import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

/** Approves what is ticked in the table above, in one step. */
export function BulkApproval({ action }: { action: FormAction }) {
  return (
    <Card
      title="Approve what is ticked"
      description="All or none. One whose customer is claimed or worked on by another partner is refused here: decide on it on its page."
    >
      <ActionForm id="bulk-approval" action={action} failed="Nothing was approved.">
        <ActionInput name="reason" label="Word to the partners" optional maxLength={1000} />
        <ActionButton variant="primary">Approve ticked</ActionButton>
      </ActionForm>
    </Card>
  );
}

import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";

/** A note that staff alone reads. */
export function NoteForm({ registrationId, action }: { registrationId: string; action: FormAction }) {
  return (
    <Card>
      <Disclosure summary="Add a note for staff">
        <ActionForm action={action} hidden={{ registrationId }} failed="The note was not written.">
          <ActionTextarea name="note" label="Note" rows={2} maxLength={4000} />
          <ActionButton>Add the note</ActionButton>
        </ActionForm>
      </Disclosure>
    </Card>
  );
}

import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

/** Criteria that the portal does not count by itself: their values are entered partner by partner. */
export function CriterionForm({ criteria, action }: { criteria: readonly { name: string }[]; action: FormAction }) {
  const known = criteria.map(({ name }) => name).join(", ");
  return (
    <Card
      title="Criteria of your own"
      description={`What the portal does not count by itself, such as references or joint events; staff enter the values with their day and source.${known ? ` So far: ${known}.` : ""}`}
    >
      <ActionForm action={action} failed="The criterion was not added.">
        <ActionInput name="name" label="What is counted" maxLength={60} className="max-w-80" />
        <ActionButton>Add criterion</ActionButton>
      </ActionForm>
    </Card>
  );
}

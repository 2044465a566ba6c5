import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

type DealStepProps = { dealId: string; nextStep: string | null | undefined; action: FormAction };

/** What is to be done next on the deal, to be changed by those who work it. */
export function DealStep({ dealId, nextStep, action }: DealStepProps) {
  return (
    <Card title="Next step">
      <ActionForm action={action} hidden={{ dealId }} failed="The next step was not saved.">
        <ActionInput
          name="nextStep"
          label="What is to be done next"
          help="For staff alone. Leave it empty when nothing is."
          maxLength={200}
          defaultValue={nextStep ?? ""}
        />
        <ActionButton>Save the next step</ActionButton>
      </ActionForm>
    </Card>
  );
}

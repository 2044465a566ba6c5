import { ActionButton, ActionDateInput, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { stepDue } from "@/lib/deals/next-step";

type DealStepProps = {
  dealId: string;
  step: { nextStep: string | null; nextStepOn: string | null } | undefined;
  today: string;
  action: FormAction;
};

/** What is to be done next on the deal and by when, to be changed by those who work it. */
export function DealStep({ dealId, step, today, action }: DealStepProps) {
  const due = stepDue(step?.nextStepOn ?? null, today);
  return (
    <Card title="Next step" actions={due ? <Badge tone={due.tone}>{due.text}</Badge> : null}>
      <ActionForm action={action} hidden={{ dealId }} failed="The next step was not saved.">
        <ActionInput
          name="nextStep"
          label="What is to be done next"
          help="For staff alone. Leave it empty when nothing is."
          maxLength={200}
          defaultValue={step?.nextStep ?? ""}
        />
        <ActionDateInput name="nextStepOn" label="By" optional defaultValue={step?.nextStepOn ?? undefined} />
        <ActionButton>Save the next step</ActionButton>
      </ActionForm>
    </Card>
  );
}

import { ActionButton, ActionDateInput, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { stepDue } from "@/lib/deals/next-step";

type PlanFormProps = {
  deal: { id: string; expectedCloseOn: string | null };
  step: { nextStep: string | null; nextStepOn: string | null };
  today: string;
  action: FormAction;
};

/** What a partner does next on a deal that it sourced, and when it expects it to close. */
export function PlanForm({ deal, step, today, action }: PlanFormProps) {
  const due = stepDue(step.nextStepOn, today);
  return (
    <Card title="What comes next" actions={due ? <Badge tone={due.tone}>{due.text}</Badge> : null}>
      <ActionForm action={action} hidden={{ dealId: deal.id }} failed="Nothing was saved.">
        <ActionInput
          name="nextStep"
          label="Your next step"
          help="Your company and the program's staff read this."
          maxLength={200}
          defaultValue={step.nextStep ?? ""}
        />
        <ActionDateInput name="nextStepOn" label="By" optional defaultValue={step.nextStepOn ?? undefined} />
        <ActionDateInput
          name="expectedCloseOn"
          label="Expected to close"
          help="Counts in both sides' forecast. Your channel manager moves the deal through its stages."
          defaultValue={deal.expectedCloseOn ?? undefined}
        />
        <ActionButton>Save the plan</ActionButton>
      </ActionForm>
    </Card>
  );
}

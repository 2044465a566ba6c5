import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import type { Cadence } from "@/lib/scorecards/cadence";
import { cadenceOptions } from "./metric-forms";

type HeadFormProps = {
  partnerId: string;
  scorecard: { goal: string; cadence: Cadence; ownerId: string };
  owners: readonly { value: string; label: string }[];
  action: FormAction;
};

/** The goal, who answers for it, and how often it is reviewed. */
export function HeadForm({ partnerId, scorecard, owners, action }: HeadFormProps) {
  return (
    <Card title="Goal and rhythm">
      <ActionForm key={JSON.stringify(scorecard)} action={action} hidden={{ partnerId }}>
        <ActionInput name="goal" label="Goal" help="One sentence" defaultValue={scorecard.goal} maxLength={200} />
        <ActionSelect name="ownerId" label="Owner" options={owners} defaultValue={scorecard.ownerId} />
        <ActionSelect name="cadence" label="Reviewed" options={cadenceOptions} defaultValue={scorecard.cadence} />
        <ActionButton>Save</ActionButton>
      </ActionForm>
    </Card>
  );
}

import { ActionButton, ActionForm, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";

type DecisionFormProps = {
  action: FormAction;
  hidden: Record<string, string>;
  /** Where it stands: a form of what was decided meanwhile is a new one. */
  status: string;
  name?: "decision" | "answer";
  choices: readonly Option[];
  /** What is asked for; nothing where the amount is not for the decider to choose. */
  amount?: { label: string; value: string; help: string };
  note?: string;
};

/** One decision with what the partner reads. What is asked for is filled in: approving all of it is one click. */
export function DecisionForm({ action, hidden, status, name = "decision", choices, amount, note }: DecisionFormProps) {
  return (
    <Card title="Decide" description={note}>
      <ActionForm key={status} action={action} hidden={hidden} failed="Nothing was decided.">
        <ActionSelect name={name} label="Decision" options={choices} defaultValue={choices[0]?.value} />
        {amount ? (
          <ActionInput
            name="amount"
            label={amount.label}
            inputMode="decimal"
            defaultValue={amount.value}
            help={amount.help}
            fieldClassName="max-w-64"
          />
        ) : null}
        <ActionTextarea
          name="reason"
          label="Reason, for the partner"
          rows={3}
          maxLength={1000}
          help="Needed unless you approve."
        />
        <ActionButton variant="primary">Decide</ActionButton>
      </ActionForm>
    </Card>
  );
}

import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { cadences } from "@/lib/scorecards/cadence";
import { templateKeys, templates } from "@/lib/scorecards/templates";

type StartFormProps = {
  partnerId: string;
  owners: readonly { value: string; label: string }[];
  me: string;
  action: FormAction;
};

/** What a scorecard starts with: the kind of partnership, its goal in one sentence, and who answers for it. */
export function StartForm({ partnerId, owners, me, action }: StartFormProps) {
  return (
    <Card
      title="Set up the scorecard"
      description="It starts with the metrics of the template, each with the last four quarters as its baseline and a target a tenth better. All of it can be changed."
    >
      <ActionForm action={action} hidden={{ partnerId }} failed="The scorecard was not set up.">
        <ActionSelect
          name="template"
          label="Kind of partnership"
          placeholder="Choose"
          options={templateKeys.map((key) => ({
            value: key,
            label: `${templates[key].label}: ${templates[key].says} Reviews ${cadences[templates[key].review].label.toLowerCase()}.`,
          }))}
        />
        <ActionInput
          name="goal"
          label="Goal"
          help={`One sentence, such as: ${templates.strategic.goal}`}
          maxLength={200}
        />
        <ActionSelect name="ownerId" label="Owner" options={owners} defaultValue={me} />
        <ActionButton variant="primary">Set up the scorecard</ActionButton>
      </ActionForm>
    </Card>
  );
}

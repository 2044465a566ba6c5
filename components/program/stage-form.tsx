import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { type Stage, stageMoves } from "@/lib/deals/stage-moves";
import { requirementKeys, stageRequirements } from "@/lib/deals/stage-requirements";

type Given = Stage & { probabilityBp: number };
type StageFormProps = { action: FormAction; stage: Given; stages: readonly Given[] };

/** A stage: its name, how likely its deals are won, what it asks for, and where deals go from it. */
export function StageForm({ action, stage, stages }: StageFormProps) {
  const open = stage.outcome === "open";
  const percent = { name: "probability", label: "Probability, %", defaultValue: String(stage.probabilityBp / 100) };
  return (
    <ActionForm
      action={action}
      hidden={{ key: stage.key, ...(open ? {} : { probability: percent.defaultValue }) }}
      failed="The stage was not changed."
      className="space-y-5"
    >
      <ActionInput name="name" label="Name" defaultValue={stage.name} required />
      {open ? (
        <ActionInput
          {...percent}
          inputMode="decimal"
          help="How likely its deals are won. The forecast counts with it from now on."
          className="max-w-32"
        />
      ) : null}
      <Asked stage={stage} />
      {open ? <Moves stage={stage} stages={stages} /> : null}
      <ActionTextarea name="reason" label="Reason" rows={2} help="Stands in the audit log." />
      <FormActions>
        <ActionButton variant="primary">Save changes</ActionButton>
        <LinkButton href="/admin/stages" variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}

function Asked({ stage }: { stage: Stage }) {
  const always = stageMoves[stage.outcome].requires as readonly string[];
  return (
    <fieldset className="space-y-2">
      <legend className="text-ink mb-1 font-semibold">Asks for, before a deal enters</legend>
      {requirementKeys.map((key) =>
        always.includes(key) ? (
          <p key={key} className="text-muted text-xs">
            {stageRequirements[key].label}: always, whatever is ticked here.
          </p>
        ) : (
          <ActionCheckbox
            key={key}
            name={`requires.${key}`}
            label={stageRequirements[key].label}
            defaultChecked={stage.requires.includes(key)}
          />
        ),
      )}
    </fieldset>
  );
}

function Moves({ stage, stages }: { stage: Stage; stages: readonly Stage[] }) {
  return (
    <fieldset className="space-y-2">
      <legend className="text-ink mb-1 font-semibold">Moves from here</legend>
      <ActionCheckbox
        name="limited"
        label="Only to the stages ticked below"
        help="Not ticked, deals move from here to any stage."
        defaultChecked={stage.movesTo !== null}
      />
      {stages
        .filter(({ key }) => key !== stage.key)
        .map(({ key, name }) => (
          <ActionCheckbox
            key={key}
            name={`to.${key}`}
            label={name}
            defaultChecked={stage.movesTo === null || stage.movesTo.includes(key)}
            fieldClassName="pl-6.5"
          />
        ))}
    </fieldset>
  );
}

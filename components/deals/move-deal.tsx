import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { movesFrom, requiredBy, type Stage } from "@/lib/deals/stage-moves";
import { stageRequirements } from "@/lib/deals/stage-requirements";
import { formatPercent } from "@/lib/format";

type MoveDealProps = {
  deal: { id: string; stageKey: string; stage: string; expectedCloseOn: string | null; currency: string };
  stages: readonly (Stage & { probabilityBp: number })[];
  action: FormAction;
};

/** Moves an open deal to another stage. A closed one has no such moves, and shows nothing. */
export function MoveDeal({ deal, stages, action }: MoveDealProps) {
  const targets = movesFrom(stages, deal.stageKey);
  if (targets.length === 0) return null;
  return (
    <Card id="move" title="Move this deal">
      <ActionForm
        // A deal that moved is another form: what was wrong with the one before is over.
        key={deal.stageKey}
        action={action}
        hidden={{ dealId: deal.id, shownStage: deal.stageKey }}
        failed="The deal was not moved."
      >
        <ActionSelect
          name="stage"
          label={`From ${deal.stage} to`}
          placeholder="Choose a stage"
          help="Won and lost are final: later only a correction changes them."
          options={targets.map(({ key, name, outcome, probabilityBp }) => ({
            value: key,
            label: outcome === "open" ? `${name}, ${formatPercent(probabilityBp / 10_000)} likely` : name,
          }))}
          defaultValue=""
        />
        <ActionDateInput
          name="expectedCloseOn"
          label="Expected to close"
          optional
          help="Left empty it stays as it is."
          defaultValue={deal.expectedCloseOn ?? undefined}
        />
        <ActionInput
          name="amountE4"
          label={`Amount, ${deal.currency}`}
          optional
          inputMode="decimal"
          help="Left empty it stays as it is."
        />
        <ActionInput
          name="reason"
          label="Reason"
          maxLength={500}
          help="Needed when the deal was lost. It stays with a deal that closes, and in the audit log."
        />
        <ActionButton variant="primary">Move the deal</ActionButton>
      </ActionForm>
      <StageAsks stages={targets} />
    </Card>
  );
}

/** What each stage asks for, before somebody finds out by a refusal. */
function StageAsks({ stages }: { stages: readonly Stage[] }) {
  const asking = stages.filter((stage) => requiredBy(stage).length > 0);
  if (asking.length === 0) return null;
  return (
    <ul className="text-muted border-line mt-4 space-y-1 border-t pt-3 text-xs">
      {asking.map((stage) => (
        <li key={stage.key}>
          {stage.name} asks for: {asksOf(stage)}
        </li>
      ))}
    </ul>
  );
}

const asksOf = (stage: Stage) =>
  requiredBy(stage)
    .map((key) => stageRequirements[key].label.toLowerCase())
    .join(", ");

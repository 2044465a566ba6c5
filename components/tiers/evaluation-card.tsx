import { ActionButton, ActionDateInput, ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount, formatDay, formatInstant } from "@/lib/format";

type Made = {
  id: string;
  asOf: string;
  at: Date;
  partners: number;
  scheduled: boolean;
  by: string | null;
  hash: string;
};
type EvaluationCardProps = { made: readonly Made[]; today: string; timeZone: string; action: FormAction };

/** Measures all partners as of a day, and tells of the times before, each with the hash that seals it. */
export function EvaluationCard({ made, today, timeZone, action }: EvaluationCardProps) {
  return (
    <Card
      title="Measure all partners"
      description="As of the end of a day, against the tiers as they are now. What each partner had is kept, and changes are proposed; older proposals make way. Nobody is moved by it."
    >
      <div className="space-y-5">
        <ActionForm action={action} failed="Nothing was measured.">
          <ActionDateInput name="asOf" label="As of the end of" defaultValue={today} max={today} />
          <ActionButton>Measure</ActionButton>
        </ActionForm>
        {made.length > 0 ? (
          <DefinitionList
            items={made.map((one) => ({
              term: `As of ${formatDay(one.asOf)}`,
              value: `${formatCount(one.partners)} partners · ${formatInstant(one.at, timeZone)} · ${one.scheduled ? "by the schedule" : (one.by ?? "by the program")} · seal ${one.hash.slice(0, 12)}`,
            }))}
          />
        ) : null}
      </div>
    </Card>
  );
}

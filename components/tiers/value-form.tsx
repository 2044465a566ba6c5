import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";

type ValueFormProps = {
  partnerId: string;
  customs: readonly { key: string; name: string }[];
  values: readonly { criterion: string; value: string; onDay: string; source: string }[];
  today: string;
  action?: FormAction;
};

/** The values that staff keep for this partner: the latest of each, with its day and source. */
export function ValueForm({ partnerId, customs, values, today, action }: ValueFormProps) {
  if (customs.length === 0) return null;
  return (
    <Card title="What the program counts itself">
      <div className="space-y-5">
        <DefinitionList
          items={customs.map(({ key, name }) => {
            const latest = values.find(({ criterion }) => criterion === key);
            return {
              term: name,
              value: latest ? `${latest.value} on ${formatDay(latest.onDay)} · ${latest.source}` : null,
              missing: "No value entered yet",
            };
          })}
        />
        {action ? (
          <ActionForm action={action} hidden={{ partnerId }} failed="The value was not entered.">
            <div className="flex flex-wrap gap-3">
              <ActionSelect
                name="criterion"
                label="Criterion"
                options={customs.map(({ key, name }) => ({ value: key, label: name }))}
              />
              <ActionInput name="value" label="Value" inputMode="decimal" className="max-w-32" />
              <ActionDateInput name="onDay" label="Holds from" defaultValue={today} max={today} />
              <ActionInput name="source" label="Source" maxLength={200} />
            </div>
            <ActionButton>Enter the value</ActionButton>
          </ActionForm>
        ) : null}
      </div>
    </Card>
  );
}

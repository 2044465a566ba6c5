import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { cadenceKeys, cadences } from "@/lib/scorecards/cadence";
import { inPercent, labelOf } from "@/lib/scorecards/figures";
import { type Layer, layers, whatLacks } from "@/lib/scorecards/layers";
import { typedOf } from "@/lib/scorecards/propose";
import type { Entry } from "@/lib/scorecards/view";

type Option = { value: string; label: string };
type LayerFormsProps = {
  partnerId: string;
  layer: Layer;
  metrics: readonly Entry[];
  owners: readonly Option[];
  change: FormAction;
  remove: FormAction;
};

export const cadenceOptions = cadenceKeys.map((key) => ({ value: key, label: cadences[key].label }));

/** The metrics of a layer, each with what can be changed of it. */
export function LayerForms({ partnerId, layer, metrics, owners, change, remove }: LayerFormsProps) {
  const { label, least, most, says } = layers[layer];
  const lacking = whatLacks(layer, metrics.length);
  return (
    <Card
      title={`${label}: ${metrics.length} of at most ${most}`}
      description={lacking ? `Add ${lacking}: ${says.toLowerCase()}, at least ${least}.` : `${says}.`}
    >
      <ul className="divide-line divide-y">
        {metrics.map((metric) => (
          <li key={metric.id} className="py-2 first:pt-0 last:pb-0">
            <Disclosure summary={<span className="text-ink text-sm">{labelOf(metric)}</span>}>
              <MetricForm {...{ partnerId, metric, owners, change }} />
              <ActionForm
                action={remove}
                hidden={{ partnerId, metricId: metric.id }}
                failed="It stays on the scorecard."
                className="mt-3"
              >
                <ActionButton variant="quiet" size="small" icon="minus">
                  Take {labelOf(metric)} off
                </ActionButton>
              </ActionForm>
            </Disclosure>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function MetricForm({
  partnerId,
  metric,
  owners,
  change,
}: Pick<LayerFormsProps, "partnerId" | "owners" | "change"> & { metric: Entry }) {
  const id = (name: string) => `${name}-${metric.id}`;
  const percent = inPercent(metric) ? ", in percent" : "";
  return (
    <ActionForm
      key={`${metric.target} ${metric.baseline} ${metric.ownerId} ${metric.cadence} ${metric.shared}`}
      action={change}
      hidden={{ partnerId, metricId: metric.id }}
      className="grid gap-3 sm:grid-cols-2"
    >
      <ActionSelect id={id("ownerId")} name="ownerId" label="Owner" options={owners} defaultValue={metric.ownerId} />
      <ActionSelect
        id={id("cadence")}
        name="cadence"
        label="Looked at"
        options={cadenceOptions}
        defaultValue={metric.cadence}
      />
      <ActionInput
        id={id("baseline")}
        name="baseline"
        label={`Baseline${percent}`}
        defaultValue={typedOf(metric, metric.baseline)}
        inputMode="decimal"
      />
      <ActionInput
        id={id("target")}
        name="target"
        label={`Target a quarter${percent}`}
        defaultValue={typedOf(metric, metric.target)}
        inputMode="decimal"
      />
      <ActionCheckbox id={id("shared")} name="shared" label="The partner sees it" defaultChecked={metric.shared} />
      <div className="sm:col-span-2">
        <ActionButton>Save {labelOf(metric)}</ActionButton>
      </div>
    </ActionForm>
  );
}

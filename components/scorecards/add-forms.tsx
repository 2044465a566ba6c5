import {
  ActionButton,
  ActionCheckbox,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
} from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { inPercent, labelOf } from "@/lib/scorecards/figures";
import { layerKeys, layers } from "@/lib/scorecards/layers";
import type { Entry } from "@/lib/scorecards/view";
import { cadenceOptions } from "./metric-forms";

type Option = { value: string; label: string };
type AddMetricProps = {
  partnerId: string;
  known: readonly Option[];
  owners: readonly Option[];
  me: string;
  action: FormAction;
};

/** Puts a metric on the scorecard: one of the dictionary, or one that is entered by hand. */
export function AddMetric({ partnerId, known, owners, me, action }: AddMetricProps) {
  return (
    <Card
      title="Add a metric"
      description="Choose one of the dictionary, or name one that nothing computes, such as a service level."
    >
      <ActionForm
        action={action}
        hidden={{ partnerId }}
        failed="The metric was not added."
        className="grid gap-3 sm:grid-cols-2"
      >
        <ActionSelect
          id="add-layer"
          name="layer"
          label="Layer"
          placeholder="Choose"
          options={layerKeys.map((key) => ({ value: key, label: layers[key].label }))}
        />
        <ActionSelect
          id="add-metric"
          name="metric"
          label="Metric"
          placeholder="Entered by hand, named below"
          options={known}
        />
        <ActionInput id="add-name" name="name" label="Name" optional maxLength={80} />
        <ActionSelect
          id="add-unit"
          name="unit"
          label="Counted in"
          placeholder="As the dictionary says"
          options={[
            { value: "percent", label: "Percent" },
            { value: "count", label: "Number" },
            { value: "days", label: "Days" },
            { value: "hours", label: "Hours" },
            { value: "score", label: "Score of 100" },
            { value: "ratio", label: "Ratio" },
          ]}
        />
        <ActionSelect
          id="add-better"
          name="better"
          label="Good is"
          placeholder="As the dictionary says"
          options={[
            { value: "up", label: "More" },
            { value: "down", label: "Less" },
          ]}
        />
        <ActionSelect id="add-ownerId" name="ownerId" label="Owner" options={owners} defaultValue={me} />
        <ActionInput
          id="add-baseline"
          name="baseline"
          label="Baseline"
          optional
          help="Empty: the last four quarters, if computed"
          inputMode="decimal"
        />
        <ActionInput
          id="add-target"
          name="target"
          label="Target a quarter"
          optional
          help="Percent as a number: 45"
          inputMode="decimal"
        />
        <ActionSelect
          id="add-cadence"
          name="cadence"
          label="Looked at"
          options={cadenceOptions}
          defaultValue="monthly"
        />
        <div className="self-end pb-2">
          <ActionCheckbox id="add-shared" name="shared" label="The partner sees it" defaultChecked />
        </div>
        <div className="sm:col-span-2">
          <ActionButton variant="primary">Add the metric</ActionButton>
        </div>
      </ActionForm>
    </Card>
  );
}

type EnterValueProps = { partnerId: string; manual: readonly Entry[]; today: string; action: FormAction };

/** Enters what nothing computes, with its day and where it is from. */
export function EnterValue({ partnerId, manual, today, action }: EnterValueProps) {
  if (manual.length === 0) return null;
  const latest = manual.map(({ values }) => `${values[0]?.on} ${values[0]?.value}`).join();
  return (
    <Card
      title="Enter a value"
      description="Of a metric that nothing computes. A second value of the same day replaces the first."
    >
      <ActionForm
        key={latest}
        action={action}
        hidden={{ partnerId }}
        failed="The value was not entered."
        className="grid gap-3 sm:grid-cols-2"
      >
        <ActionSelect
          id="value-metric"
          name="metricId"
          label="Metric"
          placeholder="Choose"
          options={manual.map((metric) => ({
            value: metric.id,
            label: `${labelOf(metric)}${inPercent(metric) ? ", in percent" : ""}`,
          }))}
        />
        <ActionInput id="value-value" name="value" label="Value" inputMode="decimal" />
        <ActionDateInput id="value-on" name="on" label="As of" defaultValue={today} />
        <ActionInput
          id="value-source"
          name="source"
          label="Source"
          help="Such as the survey or the report"
          maxLength={120}
        />
        <div className="sm:col-span-2">
          <ActionButton variant="primary">Enter the value</ActionButton>
        </div>
      </ActionForm>
    </Card>
  );
}

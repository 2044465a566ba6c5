import {
  ActionButton,
  ActionCheckbox,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { roleLabels, staffRoles } from "@/lib/access/roles";
import type { FormAction } from "@/lib/auth/form-state";
import type { Metric } from "@/lib/metrics/metric";
import type { Definition } from "@/lib/metrics/version";

type VersionFormProps = { metricKey: string; metric: Metric; definition: Definition; action: FormAction };

const roles = staffRoles.map((role) => ({ value: role, label: roleLabels[role] }));

/** Proposes what a metric means from a day on. It counts once another person approves it. */
export function VersionForm({ metricKey, metric, definition, action }: VersionFormProps) {
  const settings = Object.entries(metric.settings ?? {});
  return (
    <Card
      title="Change the definition"
      description="You see what it would move before another person approves it. Until then nothing changes."
    >
      <Disclosure summary="Propose a version">
        <ActionForm action={action} hidden={{ metric: metricKey }} failed="Nothing was proposed.">
          {settings.map(([name, setting]) =>
            setting.kind === "number" ? (
              <ActionInput
                key={name}
                name={`set_${name}`}
                label={setting.label}
                inputMode="numeric"
                className="max-w-32"
                help={`From ${setting.least} to ${setting.most}`}
                defaultValue={String(definition.settings[name])}
              />
            ) : (
              <fieldset key={name} className="space-y-2">
                <legend className="text-ink mb-1">{setting.label}</legend>
                {Object.entries(setting.options).map(([value, label]) => (
                  <ActionCheckbox
                    key={value}
                    id={`set_${name}_${value}`}
                    name={`set_${name}`}
                    value={value}
                    label={label}
                    defaultChecked={(definition.settings[name] as string[]).includes(value)}
                  />
                ))}
              </fieldset>
            ),
          )}
          <ActionTextarea name="meaning" label="Meaning" rows={2} maxLength={600} defaultValue={definition.meaning} />
          <ActionTextarea
            name="exclusions"
            label="What is left out"
            rows={2}
            maxLength={600}
            defaultValue={definition.exclusions}
          />
          <ActionSelect name="owner" label="Owner" options={roles} defaultValue={definition.owner} />
          <ActionSelect name="validator" label="Validator" options={roles} defaultValue={definition.validator} />
          <ActionDateInput name="countsFrom" label="Counts from" help="For periods that end on this day or later." />
          <ActionTextarea
            name="why"
            label="Reason"
            rows={2}
            maxLength={500}
            help="Everybody who sees the metric reads it."
          />
          <ActionButton variant="primary">Propose the version</ActionButton>
        </ActionForm>
      </Disclosure>
    </Card>
  );
}

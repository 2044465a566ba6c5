import { ActionButton, ActionForm, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import type { Mapping } from "@/lib/imports/mapping";
import { formatChoices, formatLabels, formatParts, spareRows } from "@/lib/imports/mapping-form";

type MappingFormProps = { action: FormAction; mapping: Mapping; source: string; batch?: string };

const saves = (batch?: string) => (batch ? "Save and check the files again" : "Save mapping");
const hiddenOf = (source: string, batch?: string): Record<string, string> => ({ source, ...(batch ? { batch } : {}) });

/** The parts that are changed most: which value means which, and how each file writes its values. */
export function MappingParts({ action, mapping, source, batch }: MappingFormProps) {
  return (
    <ActionForm
      action={action}
      hidden={hiddenOf(source, batch)}
      failed="The mapping was not saved."
      className="space-y-6"
    >
      {Object.entries(mapping.valueMaps ?? {}).map(([name, map]) => (
        <ValueMap key={name} name={name} map={map} />
      ))}
      {Object.entries(mapping.files).map(([name, file]) => (
        <Card key={name} title={`How ${file.match} is written`}>
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-5">
            {formatParts.map((part) => (
              <ActionSelect
                key={part}
                name={`format.${name}.${part}`}
                label={formatLabels[part]}
                placeholder={mapping.format?.[part] ? `As declared: ${mapping.format[part]}` : "Not declared"}
                defaultValue={file.format?.[part] ?? ""}
                options={withOwn(formatChoices[part], file.format?.[part])}
              />
            ))}
          </div>
        </Card>
      ))}
      <FormActions>
        <ActionButton variant="primary">{saves(batch)}</ActionButton>
      </FormActions>
    </ActionForm>
  );
}

function ValueMap({ name, map }: { name: string; map: Record<string, string> }) {
  const rows = [...Object.entries(map), ...Array.from({ length: spareRows }, () => ["", ""] as const)];
  return (
    <Card
      title={`Value map: ${name}`}
      description="A value on the left is read as the one on the right. Leave the left side empty to take a pair out."
    >
      <div className="space-y-2">
        {rows.map(([from, to], row) => (
          <div key={from || `spare ${row}`} className="grid gap-2 sm:grid-cols-2">
            <ActionInput
              name={`map.${name}.${row}.from`}
              label={<span className="sr-only">Value {row + 1} in the file</span>}
              defaultValue={from}
            />
            <ActionInput
              name={`map.${name}.${row}.to`}
              label={<span className="sr-only">Value {row + 1} is read as</span>}
              defaultValue={to}
            />
          </div>
        ))}
      </div>
    </Card>
  );
}

const withOwn = (choices: readonly { value: string; label: string }[], own: string | undefined) =>
  own && !choices.some((choice) => choice.value === own) ? [...choices, { value: own, label: own }] : choices;

/** The whole mapping as JSON. */
export function MappingText({ action, mapping, source, batch }: MappingFormProps) {
  return (
    <ActionForm action={action} hidden={hiddenOf(source, batch)} failed="The mapping was not saved.">
      <ActionTextarea
        name="json"
        label="Mapping"
        rows={28}
        spellCheck={false}
        className="font-mono text-xs"
        fieldClassName="max-w-none"
        defaultValue={JSON.stringify(mapping, null, 2)}
        help="The same object that the command line reads: files, value maps, and feeds that say which columns make which records."
      />
      <FormActions>
        <ActionButton variant="primary">{saves(batch)}</ActionButton>
      </FormActions>
    </ActionForm>
  );
}

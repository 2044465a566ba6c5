import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";
import { cellName, mostCells } from "@/lib/imports/row-form";

type RowFormProps = {
  place: { batch: string; file: string; line: number };
  row: {
    header: readonly string[];
    cells: readonly string[];
    faults: readonly { column: string | null; value: string | null; reason: string }[];
    fixes: readonly { by: string | null; at: Date; before: readonly string[] }[];
  };
  timeZone: string;
  fix: FormAction;
};

/** The cells of one row of a file, what is wrong at the cell where it is, and how the row came. */
export function RowForm({ place, row, timeZone, fix }: RowFormProps) {
  const { header, cells, faults, fixes } = row;
  const faultAt = (column: string) => faults.find((fault) => fault.column === column);
  const elsewhere = faults.filter(({ column }) => column === null || !header.includes(column));
  const first = fixes.at(-1);
  return (
    <>
      {faults.length === 0 ? <Callout tone="good" title="This row is whole: it is published with the import" /> : null}
      {elsewhere.map(({ column, value, reason }) => (
        <Callout key={`${column}:${reason}`} tone="warn" title={column ? `${column}: ${reason}` : `The row ${reason}`}>
          {value ? `It says "${value}".` : null}
        </Callout>
      ))}
      <Card
        title="Its cells"
        description="What you type is kept and checked at once, with the whole import. The file as it came stays beside it."
      >
        <ActionForm
          key={fixes.length}
          action={fix}
          hidden={{ batch: place.batch, file: place.file, line: String(place.line) }}
          failed="The row was not kept."
        >
          <div className="grid gap-4 md:grid-cols-2">
            {header.slice(0, mostCells).map((name, n) => {
              const came = first?.before[n];
              const fault = faultAt(name);
              return (
                <ActionInput
                  key={name}
                  name={cellName(n)}
                  label={name}
                  defaultValue={cells[n] ?? ""}
                  error={fault ? `${fault.value ? `"${fault.value}" ` : ""}${fault.reason}` : undefined}
                  help={came !== undefined && came !== cells[n] ? `Came as "${came}"` : undefined}
                  autoComplete="off"
                  optional
                />
              );
            })}
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <ActionButton variant="primary">Keep and check again</ActionButton>
            <LinkButton href={`/imports/${place.batch}`} variant="quiet">
              Back to the import
            </LinkButton>
          </div>
        </ActionForm>
      </Card>
      {fixes.length > 0 ? (
        <Card title="Mended by">
          <ul className="space-y-1">
            {fixes.map(({ by, at }) => (
              <li key={at.toISOString()}>
                {by ?? "The command line"}, {formatInstant(at, timeZone)}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

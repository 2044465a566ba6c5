import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";

type EnteredListProps = {
  rows: readonly {
    id: string;
    says: string;
    source: string;
    enteredAt: Date;
    enteredBy: string | null;
    takenBackAt: Date | null;
    takenBackBy: string | null;
    why: string | null;
  }[];
  timeZone: string;
  takeBack: FormAction;
};

/** What was entered, newest first; what was taken back stays to be read. */
export function EnteredList({ rows, timeZone, takeBack }: EnteredListProps) {
  const when = (at: Date) => formatInstant(at, timeZone);
  return (
    <Card title="Entered by hand" flush>
      {rows.length === 0 ? (
        <EmptyState icon="pencil" title="Nothing was entered">
          What is entered stands here, and in every figure that counts it.
        </EmptyState>
      ) : (
        <ul className="divide-line border-line divide-y border-t">
          {rows.map(({ id, says, source, enteredAt, enteredBy, takenBackAt, takenBackBy, why }) => (
            <li key={id} className="px-5 py-3">
              <p className={takenBackAt ? "text-muted line-through" : "text-ink font-medium"}>{says}</p>
              <p className="text-muted text-xs">
                {source} · {enteredBy ?? "The program"}, {when(enteredAt)}
              </p>
              {takenBackAt ? (
                <p className="text-body mt-1 text-xs">
                  Taken back by {takenBackBy ?? "the program"}, {when(takenBackAt)}: {why}
                </p>
              ) : (
                <Disclosure summary="Take it back">
                  <ActionForm
                    action={takeBack}
                    hidden={{ entryId: id }}
                    failed="It was not taken back."
                    className="flex flex-wrap items-end gap-3"
                  >
                    <ActionInput name="why" label="Why" fieldClassName="min-w-0 flex-1" maxLength={200} />
                    <ActionButton>Take it back</ActionButton>
                  </ActionForm>
                </Disclosure>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Callout } from "@/components/ui/callout";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";

type MergeNotesProps = {
  merges: readonly { id: string; name: string; reason: string; mergedAt: Date; by: string | null }[];
  /** Undoes the latest; absent when the viewer may not. */
  undo?: FormAction;
};

/** Which records were merged into this partner; the latest can be undone. */
export function MergeNotes({ merges, undo }: MergeNotesProps) {
  return merges.map((merge, index) => (
    <Callout
      key={merge.id}
      tone="neutral"
      title={`${merge.name} was merged into this partner on ${formatDay(merge.mergedAt.toISOString().slice(0, 10))}${merge.by ? ` by ${merge.by}` : ""}`}
    >
      <p>Reason: {merge.reason}</p>
      {undo && index === 0 ? (
        <Disclosure summary="Undo this merge">
          <ActionForm action={undo} hidden={{ mergeId: merge.id }} failed="The merge was not undone.">
            <ActionInput
              id={`undo-${merge.id}`}
              name="reason"
              label="Why is it undone?"
              help={`The rows that came with ${merge.name} go back to it.`}
            />
            <ActionButton variant="danger" icon="undo-2">
              Undo the merge
            </ActionButton>
          </ActionForm>
        </Disclosure>
      ) : null}
    </Callout>
  ));
}

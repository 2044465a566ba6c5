import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

type IssueEndsProps = {
  issueId: string;
  /** What the button says that ends it, or nothing when it cannot be ended. */
  ends: string | null;
  reopens: boolean;
  close: FormAction;
  reopen: FormAction;
};

/** Closes a question, or opens it again with what is still wrong. */
export function IssueEnds({ issueId, ends, reopens, close, reopen }: IssueEndsProps) {
  if (!ends && !reopens) return null;
  return (
    <Card title={reopens ? "Is it settled?" : "No longer in doubt?"}>
      {ends ? (
        <ActionForm action={close} hidden={{ issueId }} failed="The question was not closed.">
          <ActionButton>{ends}</ActionButton>
        </ActionForm>
      ) : null}
      {reopens ? (
        <ActionForm
          action={reopen}
          hidden={{ issueId }}
          failed="The question was not opened again."
          className={ends ? "border-line mt-5 space-y-4 border-t pt-5" : undefined}
        >
          <ActionTextarea name="text" label="Or say what is still wrong" rows={2} maxLength={2000} />
          <ActionButton>Ask again</ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}

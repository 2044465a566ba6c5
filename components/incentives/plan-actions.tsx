import { ActionButton, ActionDateInput, ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { FormAction } from "@/lib/auth/form-state";
import type { PlanState } from "@/lib/incentives/states";

type Does = Record<"propose" | "approve" | "giveBack" | "end" | "version", FormAction>;
type PlanActionsProps = {
  planId: string;
  status: PlanState;
  edits: boolean;
  approves: boolean;
  /** The reader wrote or proposed it. */
  own: boolean;
  does: Does;
};

/** What the reader may do with a plan in its state. */
export function PlanActions({ planId, status, edits, approves, own, does }: PlanActionsProps) {
  const hidden = { planId };
  if (status === "draft" && edits)
    return (
      <div className="flex flex-wrap gap-2">
        <ActionForm action={does.propose} hidden={hidden}>
          <ActionButton variant="primary">Propose for approval</ActionButton>
        </ActionForm>
        <LinkButton href={`/incentives/plans/${planId}/edit`} icon="pencil">
          Edit the draft
        </LinkButton>
      </div>
    );
  if (status === "proposed" && approves)
    return own ? (
      <Callout tone="info" title="A second person approves it">
        You wrote or proposed this plan, so somebody else looks at it before it pays.
      </Callout>
    ) : (
      <div className="flex flex-wrap gap-2">
        <ActionForm action={does.approve} hidden={hidden}>
          <ActionButton variant="primary">Approve plan</ActionButton>
        </ActionForm>
        <ActionForm action={does.giveBack} hidden={hidden}>
          <ActionButton>Send back to be changed</ActionButton>
        </ActionForm>
      </div>
    );
  if (status !== "active" && status !== "approved") return null;
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      {edits ? (
        <ActionForm action={does.version} hidden={hidden}>
          <ActionButton>New version</ActionButton>
        </ActionForm>
      ) : null}
      {approves ? (
        <ActionForm action={does.end} hidden={hidden} className="flex flex-wrap items-end gap-2">
          <ActionDateInput name="lastDay" label="End it after" />
          <ActionButton variant="danger">End plan</ActionButton>
        </ActionForm>
      ) : null}
    </div>
  );
}

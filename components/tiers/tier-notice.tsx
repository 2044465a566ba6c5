import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { Callout } from "@/components/ui/callout";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";

type Open = {
  id: string;
  kind: "promotion" | "demotion";
  status: string;
  effectiveOn: string | null;
  appealUntil: string | null;
};
type TierNoticeProps = {
  move: Open;
  from: string;
  to: string;
  /** Why, in the words of whoever announced it. */
  reason: string | null;
  answered: boolean;
  today: string;
  /** Only for those who may appeal. */
  appeal?: FormAction;
};

/** A change of tier that is decided and not in effect yet, with the appeal against it. */
export function TierNotice({ move, from, to, reason, answered, today, appeal }: TierNoticeProps) {
  if (move.kind === "promotion")
    return (
      <Callout tone="good" title={`${to} from ${formatDay(move.effectiveOn)}`}>
        The promotion is approved.
      </Callout>
    );
  const appealed = move.status === "appealed";
  const mayAppeal = appeal && !appealed && !answered && move.appealUntil !== null && move.appealUntil >= today;
  return (
    <Callout
      tone="warn"
      title={
        appealed
          ? `The change from ${from} to ${to} waits for the answer to the appeal`
          : `${from} changes to ${to} on ${formatDay(move.effectiveOn)}, unless its criteria are met again by then`
      }
    >
      <div className="space-y-3">
        {reason ? <p>The reason given: {reason}</p> : null}
        {answered && !appealed ? <p>The appeal was answered: the change stands.</p> : null}
        {mayAppeal ? (
          <ActionForm action={appeal} hidden={{ moveId: move.id }} failed="The appeal was not sent.">
            <ActionTextarea
              name="reason"
              label="Appeal"
              rows={3}
              maxLength={1000}
              help={`Until ${formatDay(move.appealUntil)}. Somebody else than who decided answers it; until then nothing changes.`}
            />
            <ActionButton>Send the appeal</ActionButton>
          </ActionForm>
        ) : null}
      </div>
    </Callout>
  );
}

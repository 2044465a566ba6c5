import { ActionButton, ActionDateInput, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import type { MoveKind, MoveStatus } from "@/lib/tiers/moves";

type DecideMoveProps = {
  move: { id: string; kind: MoveKind; status: MoveStatus; effectiveOn: string | null };
  to: string;
  today: string;
  graceDays: number;
  /** The viewer approved it: somebody else answers the appeal. */
  own: boolean;
  approve: FormAction;
  decline: FormAction;
  answer: FormAction;
};

/** What staff may do with a change of tier where it stands. */
export function DecideMove(props: DecideMoveProps) {
  const { move, today, decline } = props;
  const hidden = { moveId: move.id };
  if (move.status === "appealed") return <Answer {...props} />;
  if (move.status === "proposed")
    return (
      <>
        <Approve {...props} />
        <Card title="Or decline it">
          <ActionForm action={decline} hidden={hidden} failed="Nothing was declined.">
            <ActionTextarea name="reason" label="Why it is declined" rows={2} maxLength={1000} id="decline-reason" />
            <ActionButton>Decline</ActionButton>
          </ActionForm>
        </Card>
      </>
    );
  if (move.status !== "approved" && move.status !== "notice") return null;
  return (
    <Card
      title={`It holds from ${formatDay(move.effectiveOn)}`}
      description={
        move.kind === "demotion" && move.effectiveOn && move.effectiveOn >= today
          ? "The partner is measured once more on that day. Until then it can be withdrawn; the partner is told."
          : "Until then it can be withdrawn."
      }
    >
      <ActionForm action={decline} hidden={hidden} failed="Nothing was withdrawn.">
        <ActionTextarea name="reason" label="Why it is withdrawn" rows={2} maxLength={1000} />
        <ActionButton>Withdraw it</ActionButton>
      </ActionForm>
    </Card>
  );
}

function Approve({ move, to, today, graceDays, approve }: DecideMoveProps) {
  const up = move.kind === "promotion";
  return (
    <Card
      title={up ? `Approve the promotion to ${to}` : `Announce the change to ${to}`}
      description={
        up
          ? "The partner is told when it holds."
          : `The partner is told today, and has ${graceDays} days to meet the criteria again; it may appeal.`
      }
    >
      <ActionForm action={approve} hidden={{ moveId: move.id }} failed="Nothing was approved.">
        {up ? (
          <ActionDateInput name="effectiveOn" label="Holds from" defaultValue={today} min={today} />
        ) : (
          <ActionTextarea name="reason" label="Reason, as the partner reads it" rows={3} maxLength={1000} />
        )}
        <ActionButton variant="primary">{up ? "Approve" : "Announce"}</ActionButton>
      </ActionForm>
    </Card>
  );
}

function Answer({ move, to, own, answer }: DecideMoveProps) {
  if (own)
    return (
      <Card title="The partner appeals">
        You approved this change: somebody else of the program answers the appeal.
      </Card>
    );
  return (
    <Card title="Answer the appeal" description="The partner reads the reason.">
      <ActionForm action={answer} hidden={{ moveId: move.id }} failed="The appeal was not answered.">
        <ActionTextarea name="reason" label="Reason, as the partner reads it" rows={3} maxLength={1000} />
        <div className="flex flex-wrap gap-2">
          <ActionButton name="answer" value="uphold" variant="primary">
            Uphold: the tier stays
          </ActionButton>
          <ActionButton name="answer" value="keep">
            Keep the change to {to}
          </ActionButton>
        </div>
      </ActionForm>
    </Card>
  );
}

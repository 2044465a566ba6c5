import { ActionButton, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Timeline } from "@/components/ui/timeline";
import type { FormAction } from "@/lib/auth/form-state";
import { formatInstant } from "@/lib/format";

type Revision = {
  revision: number;
  status: "proposed" | "accepted" | "refused";
  why: string;
  proposedBy: string | null;
  proposedById: string | null;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
};
type RestatementProps = {
  periodId: string;
  revisions: Revision[];
  /** Who reads, when they may close and restate. */
  personId: string | null;
  timeZone: string;
  propose: FormAction;
  decide: FormAction;
};

/** How a period was closed and restated, and the forms to propose a restatement and to decide on another's. */
export function Restatement({ periodId, revisions, personId, timeZone, propose, decide }: RestatementProps) {
  const open = revisions.find(({ status }) => status === "proposed");
  return (
    <Card
      title="Closing and restatements"
      description="What was closed stays. A restatement is proposed by one person and accepted by another."
    >
      {personId && open && open.proposedById !== personId ? (
        <div className="mb-5 flex flex-wrap gap-3">
          <ActionForm action={decide} hidden={{ periodId, decision: "accept" }} failed="The period was not restated.">
            <ActionButton variant="primary">Accept the restatement</ActionButton>
          </ActionForm>
          <ActionForm action={decide} hidden={{ periodId, decision: "refuse" }} failed="Nothing was refused.">
            <ActionButton>Refuse it</ActionButton>
          </ActionForm>
        </div>
      ) : null}
      {personId && open?.proposedById === personId ? (
        <p className="text-muted mb-5">You proposed the restatement that waits: another person decides.</p>
      ) : null}
      <Timeline items={revisions.map((one) => lineOf(one, timeZone))} />
      {personId && !open ? (
        <ActionForm
          action={propose}
          hidden={{ periodId }}
          failed="Nothing was proposed."
          className="border-line mt-5 space-y-4 border-t pt-5"
        >
          <ActionTextarea
            name="why"
            label="Propose to restate it with the figures of today"
            rows={2}
            help="Say what changed."
          />
          <ActionButton>Propose a restatement</ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}

function lineOf({ revision, status, why, proposedBy, proposedAt, decidedBy, decidedAt }: Revision, timeZone: string) {
  const [who, second] = [proposedBy ?? "Somebody", decidedBy ?? "somebody"];
  const sentence =
    revision === 1
      ? `${who} closed the period`
      : status === "proposed"
        ? `${who} proposes to restate it`
        : `${second} ${status === "accepted" ? "accepted" : "refused"} a restatement that ${who} proposed`;
  const tones = { proposed: "warn", accepted: "good", refused: "neutral" } as const;
  return {
    key: `${revision} ${proposedAt}`,
    sentence,
    when: formatInstant(new Date(decidedAt ?? proposedAt), timeZone),
    detail: why,
    tone: tones[status],
  };
}

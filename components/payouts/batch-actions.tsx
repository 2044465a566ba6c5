import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import type { BatchState } from "@/lib/payouts/states";

type BatchActionsProps = {
  batchId: string;
  /** What is sent twice from this page is done once. */
  formKey: string;
  status: BatchState;
  /** Whether the bank has not said yet what became of all. */
  paying: boolean;
  /** Whether the viewer prepared it. */
  own: boolean;
  may: { approve: boolean; prepare: boolean };
  actions: Record<"approve" | "cancel" | "send" | "settle", FormAction>;
};

/** What comes next for a batch, for whoever may do it. */
export function BatchActions({ batchId, formKey, status, paying, own, may, actions }: BatchActionsProps) {
  const hidden = { key: formKey, batchId };
  if (status === "prepared") return <Decide hidden={hidden} own={own} approves={may.approve} actions={actions} />;
  if (!may.prepare || status === "cancelled") return null;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Card
        title="For the bank"
        description="The same batch is always the same file. Every download is noted in the audit log."
      >
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/incentives/payouts/${batchId}/file?format=xml`} icon="download" download>
            ISO 20022 (pain.001)
          </LinkButton>
          <LinkButton href={`/incentives/payouts/${batchId}/file?format=csv`} icon="download" download>
            CSV
          </LinkButton>
        </div>
        {status === "approved" ? (
          <ActionForm action={actions.send} hidden={hidden} failed="Nothing was noted." className="mt-4">
            <ActionButton>The bank has the file</ActionButton>
          </ActionForm>
        ) : null}
      </Card>
      {paying ? (
        <Card
          title="What the bank says"
          description="A CSV file with reference, outcome (paid or failed) and reason, one payout a line. All of it is booked, or nothing."
        >
          <ActionForm action={actions.settle} hidden={hidden} failed="Nothing was booked.">
            <ActionInput
              name="file"
              label="Outcomes"
              type="file"
              accept=".csv,.txt,text/csv"
              className="py-0 leading-9 file:mr-3 file:font-medium max-lg:leading-[2.75rem]"
            />
            <ActionButton>Book the outcomes</ActionButton>
          </ActionForm>
        </Card>
      ) : null}
    </div>
  );
}

type DecideProps = Pick<BatchActionsProps, "own" | "actions"> & { hidden: Record<string, string>; approves: boolean };

function Decide({ hidden, own, approves, actions }: DecideProps) {
  if (!approves) return null;
  return (
    <div className="space-y-4">
      {own ? <Callout title="You prepared this batch: another person approves it." /> : null}
      <div className="flex flex-wrap gap-3">
        {own ? null : (
          <ActionForm action={actions.approve} hidden={hidden} failed="Nothing was approved.">
            <ActionButton variant="primary">Approve and pay</ActionButton>
          </ActionForm>
        )}
        <ActionForm action={actions.cancel} hidden={hidden} failed="Nothing was cancelled.">
          <ActionButton variant="quiet">Cancel the batch</ActionButton>
        </ActionForm>
      </div>
    </div>
  );
}

import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { type RequestStatus, requestMay, requestStates } from "@/lib/funds/states";

type RequestStepsProps = {
  request: { id: string; status: RequestStatus; startsOn: string; endsOn: string };
  /** What was approved, as it is typed. */
  approved: string | null;
  step: FormAction;
  amend: FormAction;
};

const labels = {
  recall: "Take it back to edit it",
  withdraw: "Withdraw the request",
  keep: "Keep it as it was approved",
  close: "Close it: nothing more is claimed",
} as const;

/** What a partner can do with its request as it stands. */
export function RequestSteps({ request, approved, step, amend }: RequestStepsProps) {
  const { id, status } = request;
  const steps = (["recall", "keep", "close", "withdraw"] as const).filter((move) => requestMay(status, move));
  if (steps.length === 0 && status !== "draft" && status !== "returned") return null;
  return (
    <Card title="What you can do" description={requestStates[status].partner}>
      <div className="space-y-3">
        {status === "draft" || status === "returned" ? (
          <LinkButton href={`/funds/requests/new?request=${id}`} variant="primary">
            {status === "draft" ? "Finish the request" : "Answer and submit again"}
          </LinkButton>
        ) : null}
        {requestMay(status, "amend") ? (
          <Disclosure summary="Ask for a change">
            <ActionForm action={amend} hidden={{ requestId: id }} failed="No change was asked for.">
              <ActionInput
                id="amend-amount"
                name="amount"
                label="Amount in all"
                inputMode="decimal"
                defaultValue={approved ?? ""}
                fieldClassName="max-w-64"
              />
              <div className="grid gap-4 sm:grid-cols-2">
                <ActionDateInput name="startsOn" label="First day" defaultValue={request.startsOn} />
                <ActionDateInput name="endsOn" label="Last day" defaultValue={request.endsOn} />
              </div>
              <ActionTextarea name="reason" label="Why" rows={2} maxLength={1000} />
              <ActionButton>Ask for the change</ActionButton>
            </ActionForm>
          </Disclosure>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {steps.map((move) => (
            <ActionForm key={move} action={step} hidden={{ requestId: id, step: move }} className="space-y-2">
              <ActionButton variant={move === "withdraw" ? "danger" : "secondary"}>{labels[move]}</ActionButton>
            </ActionForm>
          ))}
        </div>
      </div>
    </Card>
  );
}

import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { type ClaimStatus, claimMay } from "@/lib/funds/states";
import { decimalOfMinor } from "@/lib/incentives/minor";

type ClaimStepsProps = {
  claim: { id: string; requestId: string; status: ClaimStatus; amountMinor: bigint; what: string; last: boolean };
  currency: string;
  proofs: number;
  says: string;
  step: FormAction;
  write: FormAction;
};

const labels = {
  submit: "Submit the claim",
  recall: "Take it back to edit it",
  withdraw: "Withdraw the claim",
} as const;

/** What a partner can do with its claim as it stands. */
export function ClaimSteps({ claim, currency, proofs, says, step, write }: ClaimStepsProps) {
  const { id, requestId, status } = claim;
  const steps = (["submit", "recall", "withdraw"] as const).filter((move) => claimMay(status, move));
  if (steps.length === 0) return null;
  const editable = claimMay(status, "submit");
  return (
    <Card title="What you can do" description={editable && proofs > 0 ? "The proof is here: submit it" : says}>
      <div className="space-y-3">
        <div className="flex flex-wrap gap-2">
          {steps.map((move) => (
            <ActionForm
              key={move}
              action={step}
              hidden={{ claimId: id, step: move }}
              failed="Nothing was changed."
              className="space-y-2"
            >
              <ActionButton variant={move === "submit" ? "primary" : move === "withdraw" ? "danger" : "secondary"}>
                {labels[move]}
              </ActionButton>
            </ActionForm>
          ))}
        </div>
        {editable ? (
          <Disclosure summary="Change the claim">
            <ActionForm action={write} hidden={{ requestId, claimId: id }} failed="The claim was not changed.">
              <ActionInput
                name="amount"
                label="How much you claim"
                inputMode="decimal"
                defaultValue={decimalOfMinor(claim.amountMinor, currency)}
                fieldClassName="max-w-64"
              />
              <ActionTextarea
                name="what"
                label="What it was spent on"
                rows={2}
                maxLength={2000}
                defaultValue={claim.what}
              />
              <ActionCheckbox
                name="last"
                label="This is the last claim: free what is left"
                defaultChecked={claim.last}
              />
              <ActionButton>Keep the change</ActionButton>
            </ActionForm>
          </Disclosure>
        ) : null}
      </div>
    </Card>
  );
}

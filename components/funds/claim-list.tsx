import { ActionButton, ActionCheckbox, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import type { ClaimStatus } from "@/lib/funds/states";
import { claimStanding } from "@/lib/funds/view";
import { claimNumber } from "@/lib/funds/words";
import { decimalOfMinor } from "@/lib/incentives/minor";
import { formatMinor } from "@/lib/incentives/words";

type Claim = {
  id: string;
  number: number;
  status: ClaimStatus;
  amountMinor: bigint;
  approvedMinor: bigint | null;
  what: string;
  paid: boolean;
};
type ClaimListProps = {
  requestId: string;
  currency: string;
  claims: readonly Claim[];
  /** What can still be claimed; nothing when it is not for this person, or not now. */
  leftMinor: bigint | null;
  write: FormAction;
};

/** The claims of a request, and a form that begins one. */
export function ClaimList({ requestId, currency, claims, leftMinor, write }: ClaimListProps) {
  return (
    <Card id="claims" title="Claims">
      {claims.length === 0 ? <p className="text-muted">Nothing was claimed yet.</p> : null}
      <ul className="divide-line divide-y">
        {claims.map((claim) => (
          <li key={claim.id} className="flex flex-wrap items-baseline justify-between gap-2 py-2.5 first:pt-0">
            <div className="min-w-0">
              <TextLink href={`/funds/claims/${claim.id}`}>{claimNumber(claim.number)}</TextLink>
              <span className="text-muted ml-2 wrap-anywhere">{claim.what}</span>
            </div>
            <span className="flex items-center gap-2 whitespace-nowrap">
              {formatMinor(claim.approvedMinor ?? claim.amountMinor, currency)}
              <Badge tone={claimStanding(claim).tone}>{claimStanding(claim).label}</Badge>
            </span>
          </li>
        ))}
      </ul>
      {leftMinor !== null && leftMinor > 0n ? (
        <Disclosure summary="Claim what was spent" open={claims.length === 0}>
          <ActionForm action={write} hidden={{ requestId }} failed="The claim was not started.">
            <ActionInput
              name="amount"
              label="How much you claim"
              inputMode="decimal"
              defaultValue={decimalOfMinor(leftMinor, currency)}
              help={`Up to ${formatMinor(leftMinor, currency)}. The proof is added in the next step.`}
              fieldClassName="max-w-72"
            />
            <ActionTextarea name="what" label="What it was spent on" rows={2} maxLength={2000} />
            <ActionCheckbox name="last" label="This is the last claim: free what is left" />
            <ActionButton variant="primary">Start the claim</ActionButton>
          </ActionForm>
        </Disclosure>
      ) : null}
    </Card>
  );
}

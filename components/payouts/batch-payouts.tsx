import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Badge } from "@/components/ui/badge";
import { Disclosure } from "@/components/ui/disclosure";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { masked } from "@/lib/payouts/bank";
import { referenceOf } from "@/lib/payouts/outcomes";
import { type PayoutState, payoutStates } from "@/lib/payouts/states";
import { madeOf } from "./payout-table";

type Row = {
  id: string;
  partnerId: string;
  partner: string | null;
  amountMinor: bigint;
  earnedMinor: bigint;
  lines: number;
  claimedMinor: bigint;
  claims: number;
  status: PayoutState;
  reason: string | null;
  last4: string;
  formKey: string;
};
type BatchPayoutsProps = {
  batchId: string;
  currency: string;
  rows: readonly Row[];
  next: string | null;
  /** For those who may say what became of a payout. */
  action: FormAction | null;
};

/** The payouts of a batch, those with something to look at first; each takes what the bank said of it. */
export function BatchPayouts({ batchId, currency, rows, next, action }: BatchPayoutsProps) {
  return (
    <Section title="Payouts">
      <ul className="border-line bg-surface shadow-card divide-line divide-y rounded-lg border">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap justify-between gap-x-6 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-80">
              <p className="wrap-anywhere">
                <TextLink href={`/incentives?partner=${row.partnerId}`}>
                  {row.partner ?? "A partner that was removed"}
                </TextLink>
              </p>
              <p className="text-muted mt-0.5 text-xs">
                {madeOf({ ...row, currency })}, to {masked(row.last4)}. Reference {referenceOf(row.id)}
              </p>
              {row.reason ? <p className="text-body mt-0.5">{row.reason}</p> : null}
              {action && row.status === "paying" ? <Outcome batchId={batchId} row={row} action={action} /> : null}
            </div>
            <div className="ml-auto text-right">
              <p className="text-ink font-medium tabular-nums">{formatMinor(row.amountMinor, currency)}</p>
              <p className="mt-1">
                <Badge tone={payoutStates[row.status].tone} title={payoutStates[row.status].says}>
                  {payoutStates[row.status].label}
                </Badge>
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Pagination
        text={`${formatCount(rows.length)} shown`}
        nextHref={next ? `/incentives/payouts/${batchId}?after=${encodeURIComponent(next)}` : null}
      />
    </Section>
  );
}

function Outcome({ batchId, row, action }: { batchId: string; row: Row; action: FormAction }) {
  const hidden = { batchId, payoutId: row.id, key: row.formKey };
  return (
    <div className="mt-2 flex flex-wrap items-start gap-x-4 gap-y-2">
      <ActionForm action={action} hidden={{ ...hidden, outcome: "paid" }} failed="Nothing was booked.">
        <ActionButton size="small" aria-label={`${row.partner} was paid`}>
          It was paid
        </ActionButton>
      </ActionForm>
      <Disclosure summary="It failed">
        <ActionForm action={action} hidden={{ ...hidden, outcome: "failed" }} failed="Nothing was booked.">
          <ActionInput
            name="reason"
            id={`reason-${row.id}`}
            label={`Why the payment to ${row.partner} failed`}
            maxLength={140}
          />
          <ActionButton size="small">Book the failure</ActionButton>
        </ActionForm>
      </Disclosure>
    </div>
  );
}

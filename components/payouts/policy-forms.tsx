import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { formatMinor } from "@/lib/incentives/words";
import { masked } from "@/lib/payouts/bank";
import { BankFields } from "./bank-form";

type PolicyFormsProps = {
  policies: readonly { currency: string; minimumMinor: bigint; limitMinor: bigint; payerLast4: string | null }[];
  /** Currencies that somebody is to be paid in. */
  used: readonly string[];
  days: { payoutHoldDays: number; statementDays: number };
  change: FormAction;
  payer: FormAction;
  setDays: FormAction;
};

/** The rules of payouts by currency, and the forms that change them. */
export function PolicyForms({ policies, used, days, change, payer, setDays }: PolicyFormsProps) {
  const without = used.filter((code) => !policies.some(({ currency }) => currency === code));
  const currency = (id: string) => (
    <ActionInput id={id} name="currency" label="Currency" maxLength={3} className="max-w-24 uppercase" />
  );
  return (
    <>
      <DataTable
        caption="Payouts by currency"
        columns={[
          { key: "currency", label: "Currency" },
          { key: "least", label: "Least that is paid", align: "right" },
          { key: "limit", label: "Finance approves a day", align: "right" },
          { key: "payer", label: "Account that pays", align: "right" },
        ]}
        rows={policies.map((row) => ({
          key: row.currency,
          cells: {
            currency: row.currency,
            least: formatMinor(row.minimumMinor, row.currency),
            limit: formatMinor(row.limitMinor, row.currency),
            payer: row.payerLast4 ? masked(row.payerLast4) : { missing: "Not entered" },
          },
        }))}
        empty={<p className="text-muted p-6">Nothing can be paid yet: set up a currency.</p>}
      />
      {without.length > 0 ? (
        <p className="text-muted text-xs">Earned in, and not set up: {without.join(", ")}.</p>
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card
          title="Limits of a currency"
          description="Beyond what finance approves in a day, in however many batches, an owner of the program approves."
        >
          <ActionForm action={change}>
            {currency("limit-currency")}
            <ActionInput name="minimum" label="Least that is paid" inputMode="decimal" className="max-w-48" />
            <ActionInput name="limit" label="Finance approves a day" inputMode="decimal" className="max-w-48" />
            <ActionButton variant="primary">Save the limits</ActionButton>
          </ActionForm>
        </Card>
        <Card title="Account that pays" description="Stands in the file for the bank. It is encrypted.">
          <ActionForm action={payer}>
            {currency("payer-currency")}
            <BankFields />
            <ActionButton variant="primary">Save the account</ActionButton>
          </ActionForm>
        </Card>
        <Card title="Days">
          <ActionForm action={setDays}>
            <ActionInput
              name="payoutHoldDays"
              label="A new bank account waits"
              inputMode="numeric"
              defaultValue={String(days.payoutHoldDays)}
              className="max-w-24"
              help="Days before anything is paid to it."
            />
            <ActionInput
              name="statementDays"
              label="Partners answer a statement within"
              inputMode="numeric"
              defaultValue={String(days.statementDays)}
              className="max-w-24"
              help="Days after it is closed; then it is final."
            />
            <ActionButton variant="primary">Save the days</ActionButton>
          </ActionForm>
        </Card>
      </div>
    </>
  );
}

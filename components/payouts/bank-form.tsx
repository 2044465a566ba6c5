import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import { masked } from "@/lib/payouts/bank";

type BankFormProps = { now: { last4: string; country: string } | undefined; action: FormAction };

/** Where a partner is paid. */
export function BankForm({ now, action }: BankFormProps) {
  const description = now ? `Now ${masked(now.last4)}, ${now.country}. A new one replaces it.` : "None yet.";
  return (
    <Card title="Bank account" description={description}>
      <ActionForm action={action} failed="The account was not kept.">
        <BankFields />
        <ActionButton variant="primary">Keep this account</ActionButton>
      </ActionForm>
    </Card>
  );
}

/** An IBAN with its bank, or an account in the United States. */
export function BankFields() {
  const off = { autoComplete: "off" };
  return (
    <>
      <ActionInput name="holder" label="Account holder" maxLength={70} {...off} help="As the bank has it." />
      <ActionInput name="iban" label="IBAN" optional maxLength={42} {...off} />
      <ActionInput name="bic" label="BIC of the bank" optional maxLength={14} className="max-w-48" {...off} />
      <Disclosure summary="An account in the United States instead">
        <div className="space-y-4">
          <ActionInput name="account" label="Account number" optional inputMode="numeric" maxLength={20} {...off} />
          <ActionInput
            name="routing"
            label="Routing number"
            optional
            inputMode="numeric"
            maxLength={11}
            className="max-w-48"
            {...off}
          />
        </div>
      </Disclosure>
    </>
  );
}

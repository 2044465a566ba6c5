import { ActionButton, ActionDateInput, ActionForm, ActionInput } from "@/components/ui/action-form";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";

type BudgetFormProps = { action: FormAction; currency: string; from: string; to: string };

/** A new budget, with its rules. */
export function BudgetForm({ action, currency, from, to }: BudgetFormProps) {
  const pair = "grid gap-4 sm:grid-cols-2";
  return (
    <ActionForm action={action} failed="The budget was not set up." className="max-w-[40rem] space-y-4">
      <ActionInput
        name="name"
        label="Name"
        maxLength={80}
        help="Partners read it, such as Market development, second half 2026."
      />
      <div className={pair}>
        <ActionInput name="amount" label="Amount" inputMode="decimal" />
        <ActionInput name="currency" label="Currency" maxLength={3} defaultValue={currency} />
        <ActionDateInput name="startsOn" label="First day" defaultValue={from} />
        <ActionDateInput name="endsOn" label="Last day" defaultValue={to} />
      </div>
      <ActionInput
        name="accrual"
        label="Share of revenue that accrues, in percent"
        optional
        inputMode="decimal"
        fieldClassName="max-w-64"
        help="With it, every partner is given this part of the revenue invoiced in the budget's currency, day by day, as long as the budget lasts."
      />
      <div className={pair}>
        <ActionDateInput name="accrualFrom" label="Revenue counts from" optional defaultValue={from} />
        <ActionDateInput name="accrualTo" label="until before" optional defaultValue={to} />
      </div>
      <div className={pair}>
        <ActionInput name="decisionDays" label="Days for a decision" inputMode="numeric" defaultValue="5" />
        <ActionInput name="claimDays" label="Days to claim after the activity" inputMode="numeric" defaultValue="30" />
        <ActionInput
          name="noticeDays"
          label="Days of notice before money expires"
          inputMode="numeric"
          defaultValue="14"
        />
        <ActionInput
          name="twoPeopleOver"
          label="Two people above"
          optional
          inputMode="decimal"
          help="Of what a partner claims in thirty days."
        />
      </div>
      <FormActions>
        <ActionButton variant="primary">Set up the budget</ActionButton>
      </FormActions>
    </ActionForm>
  );
}

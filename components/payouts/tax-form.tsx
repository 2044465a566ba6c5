import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { masked, taxForms } from "@/lib/payouts/bank";

type TaxFormProps = { now: { form: string; country: string; last4: string } | undefined; action: FormAction };

/** How the company is taxed: the form that holds, and its number. */
export function TaxForm({ now, action }: TaxFormProps) {
  const known = now ? taxForms[now.form as keyof typeof taxForms] : undefined;
  const number = now?.last4 ? `, ${masked(now.last4)}` : "";
  return (
    <Card title="Tax form" description={now ? `Now ${known ?? now.form}${number}, ${now.country}.` : "None yet."}>
      <ActionForm action={action} failed="The tax form was not kept.">
        <ActionSelect
          name="form"
          label="Form"
          placeholder="Choose a form"
          options={Object.entries(taxForms).map(([value, label]) => ({ value, label }))}
        />
        <ActionInput
          name="country"
          label="Country of residence"
          maxLength={2}
          className="max-w-24 uppercase"
          help="Two letters, such as DE."
        />
        <ActionInput name="number" label="Tax number" optional autoComplete="off" maxLength={24} />
        <ActionButton variant="primary">Keep this form</ActionButton>
      </ActionForm>
    </Card>
  );
}

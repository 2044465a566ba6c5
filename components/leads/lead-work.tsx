import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";

type LeadWorkProps = {
  lead: { id: string; customerName: string; product: string | null; amount: string; currency: string };
  currencies: readonly string[];
  today: string;
  openDeal: FormAction;
  giveUp: FormAction;
};

/** What a partner makes of a lead that it accepted: a deal of its own, or nothing. */
export function LeadWork({ lead, currencies, today, openDeal, giveUp }: LeadWorkProps) {
  return (
    <Card title="Open the deal" description="As soon as the customer is interested. You are its source.">
      <ActionForm action={openDeal} hidden={{ leadId: lead.id }} failed="The deal was not opened.">
        <ActionInput
          name="name"
          label="Name of the deal"
          maxLength={200}
          defaultValue={lead.product ? `${lead.customerName}: ${lead.product}` : lead.customerName}
        />
        <ActionInput name="amountE4" label="Amount" optional inputMode="decimal" defaultValue={lead.amount} />
        <ActionSelect
          name="currency"
          label="Currency"
          options={currencies.map((value) => ({ value, label: value }))}
          defaultValue={lead.currency}
        />
        <ActionDateInput name="expectedCloseOn" label="Expected to close" min={today} />
        <ActionButton variant="primary">Open the deal</ActionButton>
      </ActionForm>
      <div className="border-line mt-6 border-t pt-4">
        <Disclosure summary="The customer does not buy">
          <ActionForm action={giveUp} hidden={{ leadId: lead.id }} failed="The lead was not closed.">
            <ActionInput name="reason" label="Why" maxLength={500} help="Your channel manager reads this." />
            <ActionButton>Close the lead as lost</ActionButton>
          </ActionForm>
        </Disclosure>
      </div>
    </Card>
  );
}

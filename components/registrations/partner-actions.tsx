import { ActionButton, ActionDateInput, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import type { FormAction } from "@/lib/auth/form-state";
import type { RegistrationRecord } from "@/lib/deals/registrations/record";
import { amendable, mayBecome } from "@/lib/deals/registrations/states";
import { decimalOfE4 } from "@/lib/money";

type PartnerActionsProps = {
  registration: RegistrationRecord;
  amend: FormAction;
  withdraw: FormAction;
  ask: FormAction;
};

/** What a partner may do with what it registered: change it, ask for more time, take it back. */
export function PartnerActions({ registration: one, amend, withdraw, ask }: PartnerActionsProps) {
  const open = (amendable as readonly string[]).includes(one.status);
  if (!open) return null;
  const hidden = { registrationId: one.id };
  const asked = one.extensions.some(({ status }) => status === "requested");
  return (
    <Card title="Change it">
      <div className="space-y-3">
        {one.status === "returned" ? null : (
          <Disclosure summary="Amend amounts, contact or days">
            <AmendForm registration={one} action={amend} />
          </Disclosure>
        )}
        {one.status === "approved" && !asked ? (
          <Disclosure summary="Ask for longer protection">
            <ActionForm action={ask} hidden={hidden} failed="Nothing was asked.">
              <ActionDateInput name="until" label="Protected until" min={one.protectedUntil ?? undefined} />
              <ActionTextarea name="reason" label="Why you need more time" rows={2} maxLength={1000} />
              <ActionButton>Ask</ActionButton>
            </ActionForm>
          </Disclosure>
        ) : null}
        {mayBecome(one.status, "withdraw") ? (
          <Disclosure summary="Withdraw it">
            <ActionForm action={withdraw} hidden={hidden} failed="It was not withdrawn.">
              <ActionInput
                name="reason"
                label="Reason"
                optional={one.status !== "approved"}
                maxLength={1000}
                help="The customer is free for others then. This cannot be undone; you may register it again."
              />
              <ActionButton variant="danger">Withdraw</ActionButton>
            </ActionForm>
          </Disclosure>
        ) : null}
      </div>
    </Card>
  );
}

function AmendForm({ registration: one, action }: { registration: RegistrationRecord; action: FormAction }) {
  return (
    <ActionForm action={action} hidden={{ registrationId: one.id }} failed="Nothing was changed.">
      {one.lines.map((line) => (
        <ActionInput
          key={line.lineNo}
          name={`amount.${line.lineNo}`}
          label={`${line.product ?? `Line ${line.lineNo}`}, ${one.currency}`}
          inputMode="decimal"
          defaultValue={decimalOfE4(line.amountE4).replace(/\.?0+$/, "")}
        />
      ))}
      <ActionDateInput
        name="expectedCloseOn"
        label="Expected to close"
        defaultValue={one.expectedCloseOn ?? undefined}
      />
      <ActionInput name="contactName" label="Whom you talk to" defaultValue={one.contactName ?? undefined} />
      <ActionInput name="contactEmail" type="email" label="Their e-mail" defaultValue={one.contactEmail ?? undefined} />
      <ActionInput name="contactTitle" label="Their position" optional defaultValue={one.contactTitle ?? undefined} />
      <ActionTextarea name="need" label="What the customer needs" rows={3} defaultValue={one.need ?? undefined} />
      <ActionButton>Save the change</ActionButton>
    </ActionForm>
  );
}

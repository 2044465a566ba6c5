import { ActionButton, ActionForm, ActionInput } from "@/components/ui/action-form";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";

type LeadAnswerProps = { leadId: string; due: string; late: boolean; accept: FormAction; decline: FormAction };

/** The partner's answer to an offer, with its clock. */
export function LeadAnswer({ leadId, due, late, accept, decline }: LeadAnswerProps) {
  if (late)
    return (
      <Callout tone="warn" title="The time to answer is over">
        This lead is on its way to another partner.
      </Callout>
    );
  return (
    <Card title="Your answer" description={`By ${due}. After that it goes to another partner.`}>
      <ActionForm action={accept} hidden={{ leadId }} failed="The lead was not accepted.">
        <ActionButton variant="primary">Accept the lead</ActionButton>
      </ActionForm>
      <ActionForm
        action={decline}
        hidden={{ leadId }}
        failed="The lead was not declined."
        className="border-line mt-5 space-y-4 border-t pt-5"
      >
        <ActionInput
          name="reason"
          label="Or say why it is nothing for you"
          maxLength={500}
          help="Your channel manager reads this. The customer is helped by another partner sooner."
        />
        <ActionButton>Decline</ActionButton>
      </ActionForm>
    </Card>
  );
}

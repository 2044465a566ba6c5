import { ActionButton, ActionForm, ActionInput, ActionSelect } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";

type LeadHolderProps = {
  lead: { id: string; partnerId: string | null; partner: string | null };
  /** What the open offer waits for, or that the partner accepted. */
  says: string;
  dealChoices: readonly Option[];
  passOn: FormAction;
  link: FormAction;
};

/** Who holds the lead: staff pass it on with a reason, or say which deal it became. */
export function LeadHolder({ lead, says, dealChoices, passOn, link }: LeadHolderProps) {
  return (
    <Card title="With a partner">
      <p className="mb-4">
        <TextLink href={`/partners/${lead.partnerId}`}>{lead.partner ?? "The partner"}</TextLink>{" "}
        <span className="text-muted">{says}</span>
      </p>
      <ActionForm action={passOn} hidden={{ leadId: lead.id }} failed="The lead was not passed on.">
        <ActionInput
          name="reason"
          label="Take it back because"
          maxLength={500}
          help="The partner reads this. The lead is offered to the next best partner at once."
        />
        <ActionButton>Pass it on</ActionButton>
      </ActionForm>
      {dealChoices.length > 0 ? (
        <ActionForm
          action={link}
          hidden={{ leadId: lead.id }}
          failed="The deal was not linked."
          className="border-line mt-6 space-y-4 border-t pt-6"
        >
          <ActionSelect
            name="dealId"
            label="It became this deal"
            options={dealChoices}
            placeholder="Choose a deal"
            help="Open deals that the partner takes part in. The partner can open a new one itself."
            defaultValue=""
          />
          <ActionButton>Link the deal</ActionButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}

import { ActionButton, ActionForm, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/lib/auth/form-state";
import { decisions, mayBecome } from "@/lib/deals/registrations/states";
import { decisionLabels } from "@/lib/deals/registrations/words";
import type { RegistrationStatus } from "@/lib/deals/words";
import type { Option } from "@/lib/lists/links";

type DecideFormProps = {
  registrationId: string;
  status: RegistrationStatus;
  /** Open deals that the approval may link in place of opening one. */
  deals: readonly Option[];
  action: FormAction;
};

/** The decision on a registration, with what the partner reads and what only staff reads. */
export function DecideForm({ registrationId, status, deals, action }: DecideFormProps) {
  const choices = decisions.filter((decision) => mayBecome(status, decision));
  if (choices.length === 0) return null;
  return (
    <Card title="Decide">
      <ActionForm key={status} action={action} hidden={{ registrationId }} failed="Nothing was decided.">
        <ActionSelect
          name="decision"
          label="Decision"
          placeholder="Choose…"
          options={choices.map((value) => ({ value, label: decisionLabels[value] }))}
          defaultValue={choices.includes("approve") ? "approve" : ""}
        />
        {choices.includes("approve") && deals.length > 0 ? (
          <ActionSelect
            name="dealId"
            label="Deal"
            placeholder="Open a new deal"
            options={deals}
            defaultValue=""
            help="An approval opens a deal, or links one that stands already."
          />
        ) : null}
        <ActionTextarea
          name="reason"
          label="Reason, for the partner"
          rows={3}
          maxLength={1000}
          help="Needed unless you approve."
        />
        <ActionTextarea name="note" label="Note, for staff alone" optional rows={2} maxLength={4000} />
        <ActionButton variant="primary">Decide</ActionButton>
      </ActionForm>
    </Card>
  );
}

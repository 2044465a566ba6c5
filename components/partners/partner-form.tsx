import { ActionButton, ActionDateInput, ActionForm, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";
import { CompanyFields, Group, StandingFields } from "./partner-fields";

type Values = Partial<Record<string, string | null>>;

type PartnerFormProps = {
  action: FormAction;
  tiers: readonly Option[];
  managers: readonly Option[];
  today: string;
  /** The record that is changed; absent for a new partner. */
  partner?: { id: string; values: Values };
};

/** The record of a partner as a form. A change also says from when it holds, and why. */
export function PartnerForm({ action, tiers, managers, today, partner }: PartnerFormProps) {
  const is = (name: string) => partner?.values[name] ?? undefined;
  return (
    <ActionForm
      action={action}
      hidden={partner ? { id: partner.id } : undefined}
      failed={partner ? "The partner was not changed." : "The partner was not created."}
      className="max-w-[40rem] space-y-8"
    >
      <CompanyFields is={is} />
      <StandingFields is={is} tiers={tiers} managers={managers} />
      {partner ? (
        <Group title="This change">
          <ActionDateInput
            name="effectiveOn"
            label="Holds from"
            optional
            max={today}
            help="The day from which tier, status, type, place and contract are as above. Figures from that day on are cut anew. Left empty: today."
          />
          <ActionTextarea
            name="reason"
            label="Reason"
            optional
            rows={2}
            help="Needed when the tier or the status changes; it stands in the audit log."
          />
        </Group>
      ) : null}
      <FormActions>
        <ActionButton variant="primary">{partner ? "Save changes" : "Create partner"}</ActionButton>
        <LinkButton href={partner ? `/partners/${partner.id}` : "/partners"} variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}

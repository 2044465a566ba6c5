import {
  ActionButton,
  ActionDateInput,
  ActionForm,
  ActionInput,
  ActionSelect,
  ActionTextarea,
} from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import type { Option } from "@/lib/lists/links";
import { contractStatuses, importances, optionsOf, partnerStatuses, partnerTypes } from "@/lib/partners/words";

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
      className="space-y-8"
    >
      <Group title="Company">
        <ActionInput name="name" label="Name" defaultValue={is("name")} required />
        <ActionSelect
          name="type"
          label="Type"
          options={optionsOf(partnerTypes)}
          defaultValue={is("type")}
          placeholder="Choose…"
        />
        <ActionInput
          name="domain"
          label="Domain"
          optional
          defaultValue={is("domain")}
          help="Such as example.com; it helps to find duplicates."
        />
        <ActionInput name="website" label="Website" optional type="url" defaultValue={is("website")} />
        <ActionInput name="phone" label="Phone" optional type="tel" defaultValue={is("phone")} />
        <ActionInput
          name="specializations"
          label="Specializations"
          optional
          defaultValue={is("specializations")}
          help="Several are divided by commas."
        />
        <ActionTextarea name="description" label="Description" optional defaultValue={is("description")} />
      </Group>
      <Group title="Place and segment">
        <ActionInput name="city" label="City" optional defaultValue={is("city")} />
        <ActionInput name="country" label="Country" optional defaultValue={is("country")} />
        <ActionInput name="region" label="Region" optional defaultValue={is("region")} />
        <ActionInput name="territory" label="Territory" optional defaultValue={is("territory")} />
        <ActionInput name="segment" label="Segment" optional defaultValue={is("segment")} />
      </Group>
      <Group title="Standing in the program">
        <ActionSelect
          name="tier"
          label="Tier"
          options={tiers}
          defaultValue={is("tier") ?? ""}
          placeholder="No tier"
          optional
        />
        <ActionSelect
          name="status"
          label="Status"
          options={optionsOf(partnerStatuses)}
          defaultValue={is("status") ?? "onboarding"}
        />
        <ActionSelect
          name="importance"
          label="Importance"
          options={optionsOf(importances)}
          defaultValue={is("importance") ?? "medium"}
          help="Partners do not see this."
        />
        <ActionSelect
          name="managerId"
          label="Manager"
          options={managers}
          defaultValue={is("managerId") ?? ""}
          placeholder="Nobody"
          optional
        />
        <ActionDateInput name="joinedOn" label="Joined on" optional defaultValue={is("joinedOn")} />
        <ActionSelect
          name="contractStatus"
          label="Contract"
          options={optionsOf(contractStatuses)}
          defaultValue={is("contractStatus") ?? "none"}
        />
        <ActionDateInput name="contractEndsOn" label="Contract ends on" optional defaultValue={is("contractEndsOn")} />
      </Group>
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

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="border-line space-y-4 border-b pb-8 last-of-type:border-b-0">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  );
}

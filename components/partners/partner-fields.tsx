import type { ReactNode } from "react";
import { ActionDateInput, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import type { Option } from "@/lib/lists/links";
import { contractStatuses, importances, optionsOf, partnerStatuses, partnerTypes } from "@/lib/partners/words";

/** What a field says now; nothing for a new partner. */
type Is = (name: string) => string | undefined;

export function CompanyFields({ is }: { is: Is }) {
  return (
    <>
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
    </>
  );
}

type StandingFieldsProps = { is: Is; tiers: readonly Option[]; managers: readonly Option[] };

export function StandingFields({ is, tiers, managers }: StandingFieldsProps) {
  return (
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
      <ActionInput
        name="leadWeight"
        label="Weight for leads"
        inputMode="numeric"
        className="max-w-32"
        defaultValue={is("leadWeight") ?? "100"}
        help="100 counts as much as others, 0 gets none. Partners do not see this."
      />
      <ActionInput
        name="leadCapacity"
        label="Leads at once"
        inputMode="numeric"
        className="max-w-32"
        defaultValue={is("leadCapacity") ?? "10"}
        help="No more are offered while it works on so many."
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
  );
}

/** A headed part of the form. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-line space-y-4 border-b pb-8 last-of-type:border-b-0">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  );
}

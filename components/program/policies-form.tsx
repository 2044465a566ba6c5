import type { ReactNode } from "react";
import { ActionButton, ActionForm, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { extensionPolicies, type Policies } from "@/lib/deals/registrations/policies";
import { reviewSchedules } from "@/lib/tiers/windows";

type NumberField = { name: Exclude<keyof Policies, "extensionPolicy" | "tierReview">; label: string; help?: string };

const decisions: NumberField[] = [
  {
    name: "decisionHours",
    label: "Hours until a decision is due",
    help: "Calendar hours from submission. Partners see this clock.",
  },
  { name: "escalateHours", label: "Hours before, the program's owners are told" },
  {
    name: "answerDays",
    label: "Days in which a partner answers a question",
    help: "Then the registration loses its place.",
  },
  { name: "registrationsADay", label: "Registrations that a partner may submit in 24 hours" },
];
const protection: NumberField[] = [
  { name: "protectionDays", label: "Days that an approval protects" },
  { name: "reminderDays", label: "Days before its end that the partner is reminded" },
];
const tierDays: NumberField[] = [
  { name: "tierGraceDays", label: "Days from the notice to a lower tier", help: "Measured once more before it holds." },
  { name: "tierAppealDays", label: "Days of these in which the partner may appeal" },
];

/** The program's policies for registrations, leads, data issues and tiers. */
export function PoliciesForm({ policies, action }: { policies: Policies; action: FormAction }) {
  const field = ({ name, label, help }: NumberField) => (
    <ActionInput
      key={name}
      name={name}
      label={label}
      help={help}
      inputMode="numeric"
      className="max-w-32"
      defaultValue={String(policies[name])}
    />
  );
  return (
    <ActionForm action={action} failed="The policies were not changed." className="max-w-[40rem] space-y-8">
      <Group title="Decisions">{decisions.map(field)}</Group>
      <Group title="Protection">
        {protection.map(field)}
        <ActionSelect
          name="extensionPolicy"
          label="Longer protection"
          options={Object.entries(extensionPolicies).map(([value, label]) => ({ value, label }))}
          defaultValue={policies.extensionPolicy}
          className="max-w-64"
        />
        {field({ name: "extensionDays", label: "Days that an extension adds at most" })}
      </Group>
      <Group title="Leads">{field({ name: "leadHours", label: "Hours in which a partner answers a lead" })}</Group>
      <Group title="Data issues">
        {field({ name: "issueDays", label: "Days in which a question about a figure is answered" })}
      </Group>
      <Group title="Tiers">
        <ActionSelect
          name="tierReview"
          label="All partners are measured"
          options={Object.entries(reviewSchedules).map(([value, label]) => ({ value, label }))}
          defaultValue={policies.tierReview}
          className="max-w-64"
        />
        {tierDays.map(field)}
      </Group>
      <ActionTextarea name="reason" label="Reason" rows={2} help="Stands in the audit log." />
      <FormActions>
        <ActionButton variant="primary">Save policies</ActionButton>
      </FormActions>
    </ActionForm>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-line space-y-4 border-b pb-8">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  );
}

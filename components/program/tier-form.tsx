import { ActionButton, ActionForm, ActionInput, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";

import { type TierCriterion, tierCriteria } from "@/lib/partners/tier-criteria";

type TierFormProps = {
  action: FormAction;
  currency: string;
  tier?: { key: string; name: string; rank: number; requirements: readonly { criterion: string; atLeast: string }[] };
};

/** A tier: its name, its place among the others, and what it asks for, one line a criterion. */
export function TierForm({ action, currency, tier }: TierFormProps) {
  const asked = (criterion: string) => tier?.requirements.find((one) => one.criterion === criterion)?.atLeast;
  return (
    <ActionForm
      action={action}
      hidden={tier ? { key: tier.key } : undefined}
      failed={tier ? "The tier was not changed." : "The tier was not created."}
      className="space-y-5"
    >
      <ActionInput name="name" label="Name" defaultValue={tier?.name} required />
      <ActionInput
        name="rank"
        label="Rank"
        inputMode="numeric"
        defaultValue={tier ? String(tier.rank) : undefined}
        help="A whole number; the lowest tier has the lowest. Leave room between them, such as 10, 20, 30."
        className="max-w-32"
      />
      <fieldset className="space-y-4">
        <legend className="text-ink mb-1 font-semibold">Asks for, at least</legend>
        <p className="text-muted max-w-[72ch] text-xs">A line left empty is not asked for.</p>
        {(Object.keys(tierCriteria) as TierCriterion[]).map((criterion) => {
          const { label, unit } = tierCriteria[criterion];
          return (
            <ActionInput
              key={criterion}
              name={`atLeast.${criterion}`}
              label={unit === "money" ? `${label}, ${currency}` : label}
              optional
              inputMode="decimal"
              defaultValue={asked(criterion)}
              className="max-w-48"
            />
          );
        })}
      </fieldset>
      <ActionTextarea name="reason" label="Reason" rows={2} optional={!tier} help="Stands in the audit log." />
      <FormActions>
        <ActionButton variant="primary">{tier ? "Save changes" : "Create tier"}</ActionButton>
        <LinkButton href="/admin/tiers" variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}

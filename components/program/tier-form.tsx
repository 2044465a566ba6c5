import { ActionButton, ActionForm, ActionInput, ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/button";
import { FormActions } from "@/components/ui/field";
import type { FormAction } from "@/lib/auth/form-state";
import { optionsOf } from "@/lib/partners/words";
import { type CustomCriterion, criterionOf, customCriterion, tierCriteria } from "@/lib/tiers/criteria";
import type { Requirement } from "@/lib/tiers/standing";
import { tierWindows, usualWindow } from "@/lib/tiers/windows";

type TierFormProps = {
  action: FormAction;
  currency: string;
  customs: readonly CustomCriterion[];
  tier?: {
    key: string;
    name: string;
    rank: number;
    requirements: readonly Requirement[];
    benefits: readonly string[];
  };
};

/** A tier: its name, its place among the others, what it asks for, one line a criterion, and what it gives. */
export function TierForm({ action, currency, customs, tier }: TierFormProps) {
  const criteria = [...Object.keys(tierCriteria), ...customs.map(({ key }) => customCriterion(key))];
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
        <p className="text-muted max-w-[72ch] text-xs">
          A line left empty is not asked for. A tier that asks for nothing is given by hand, but for the lowest.
        </p>
        {criteria.map((criterion) => (
          <CriterionLine
            key={criterion}
            criterion={criterion}
            customs={customs}
            currency={currency}
            asked={tier?.requirements.find((one) => one.criterion === criterion)}
          />
        ))}
      </fieldset>
      <ActionTextarea
        name="benefits"
        label="Benefits"
        optional
        rows={5}
        defaultValue={tier?.benefits.join("\n")}
        help="One a line. Partners see them, those of the next tier too."
      />
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

type CriterionLineProps = {
  criterion: string;
  customs: readonly CustomCriterion[];
  currency: string;
  asked?: Requirement;
};

function CriterionLine({ criterion, customs, currency, asked }: CriterionLineProps) {
  const { label, unit, windowed } = criterionOf(criterion, customs);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <ActionInput
        name={`atLeast.${criterion}`}
        label={unit === "money" ? `${label}, ${currency}` : label}
        optional
        inputMode="decimal"
        defaultValue={asked?.atLeast}
        className="max-w-48"
      />
      {windowed ? (
        <ActionSelect
          name={`window.${criterion}`}
          label={`${label}: counted`}
          options={optionsOf(tierWindows)}
          defaultValue={asked?.window ?? usualWindow}
          className="max-w-64"
        />
      ) : null}
    </div>
  );
}

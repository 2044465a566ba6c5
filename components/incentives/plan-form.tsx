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
import { roundings } from "@/lib/incentives/minor";
import { bases, periods, stackings } from "@/lib/incentives/plan";
import { type RuleKey, ruleOf } from "@/lib/incentives/rules/registry";
import { PlanScopeFields } from "./plan-scope-fields";

type PlanFormProps = {
  action: FormAction;
  rule: RuleKey;
  /** What stands in the fields, by their names; several values for boxes. */
  typed: Record<string, string>;
  ticked: Record<string, readonly string[]>;
  tiers: readonly { key: string; name: string }[];
  today: string;
  planId?: string;
};

const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** A plan: what it pays, for what, within which limits. The rule's own fields come from its file. */
export function PlanForm({ action, rule, typed, ticked, tiers, today, planId }: PlanFormProps) {
  const of = (name: string, usual = "") => typed[name] ?? usual;
  return (
    <ActionForm
      action={action}
      hidden={{ rule, ...(planId ? { planId } : {}) }}
      failed="The draft was not saved."
      className="max-w-[72ch] space-y-5"
    >
      <ActionInput name="name" label="Name" defaultValue={of("name")} help="Partners read it." required />
      {ruleOf(rule).fields.map(({ kind, options, ...field }) => {
        if (kind === "choice")
          return <ActionSelect key={field.name} {...field} options={options ?? []} defaultValue={of(field.name)} />;
        if (kind === "lines")
          return <ActionTextarea key={field.name} {...field} rows={4} defaultValue={of(field.name)} />;
        return (
          <ActionInput
            key={field.name}
            {...field}
            inputMode="decimal"
            className="max-w-48"
            defaultValue={of(field.name)}
          />
        );
      })}
      <div className="grid gap-4 sm:grid-cols-2">
        <ActionSelect
          name="basis"
          label="Counts what is"
          options={optionsOf(bases)}
          defaultValue={of("basis", "invoice")}
        />
        <ActionSelect
          name="period"
          label="Period"
          options={optionsOf(periods)}
          defaultValue={of("period", "quarter")}
        />
        <ActionDateInput name="validFrom" label="First day" defaultValue={of("validFrom", today)} />
        <ActionDateInput name="validTo" label="Ends before" optional defaultValue={of("validTo")} />
        <ActionInput
          name="currency"
          label="Currency"
          optional
          maxLength={3}
          defaultValue={of("currency")}
          help="Empty keeps the currency of each line."
        />
        <ActionInput
          name="holdDays"
          label="Days held before approval"
          inputMode="numeric"
          defaultValue={of("holdDays", "30")}
        />
        <ActionSelect
          name="roundPer"
          label="Rounded for each"
          options={optionsOf({ line: "line", order: "order" })}
          defaultValue={of("roundPer", "line")}
        />
        <ActionSelect
          name="rounding"
          label="Rounding"
          options={optionsOf(roundings)}
          defaultValue={of("rounding", "half_away")}
        />
      </div>
      <PlanScopeFields typed={typed} ticked={ticked} tiers={tiers} />
      <fieldset className="space-y-4">
        <legend className="text-ink mb-1 font-semibold">Limits, in the plan's currency</legend>
        <div className="grid gap-4 sm:grid-cols-2">
          <ActionInput
            name="floorDeal"
            label="At least for each deal"
            optional
            inputMode="decimal"
            defaultValue={of("floorDeal")}
          />
          <ActionInput
            name="capDeal"
            label="At most for each deal"
            optional
            inputMode="decimal"
            defaultValue={of("capDeal")}
          />
          <ActionInput
            name="capPeriod"
            label="At most for a partner in a period"
            optional
            inputMode="decimal"
            defaultValue={of("capPeriod")}
          />
          <ActionInput
            name="capPartner"
            label="At most for a partner in all"
            optional
            inputMode="decimal"
            defaultValue={of("capPartner")}
          />
          <ActionInput
            name="capProgram"
            label="Budget of the plan"
            optional
            inputMode="decimal"
            defaultValue={of("capProgram")}
            help="First come, first paid, by day."
          />
        </div>
      </fieldset>
      <fieldset className="space-y-4">
        <legend className="text-ink mb-1 font-semibold">Beside other plans</legend>
        <ActionSelect
          name="stacking"
          label="This plan"
          options={optionsOf(stackings)}
          defaultValue={of("stacking", "add")}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <ActionInput name="stackGroup" label="Group" optional defaultValue={of("stackGroup")} />
          <ActionInput name="rank" label="Rank in the group" inputMode="numeric" defaultValue={of("rank", "100")} />
        </div>
      </fieldset>
      <FormActions>
        <ActionButton variant="primary">Save draft</ActionButton>
        <LinkButton href="/incentives/plans" variant="quiet">
          Cancel
        </LinkButton>
      </FormActions>
    </ActionForm>
  );
}

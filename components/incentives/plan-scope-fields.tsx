import { ActionSelect, ActionTextarea } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/field";
import { partnerTypes } from "@/lib/partners/words";

type PlanScopeFieldsProps = {
  typed: Record<string, string>;
  ticked: Record<string, readonly string[]>;
  tiers: readonly { key: string; name: string }[];
};

const kinds = { new: "New", renewal: "Renewal", upsell: "Upsell", cross_sell: "Cross-sell", refund: "Refund" };
const parts = { sourcing: "Sourced", influencing: "Influenced", managing: "Managed without a deal" };

/** What a plan counts. Nothing ticked is everything. */
export function PlanScopeFields({ typed, ticked, tiers }: PlanScopeFieldsProps) {
  const boxes = (name: string, legend: string, options: Record<string, string>) => (
    <fieldset>
      <legend className="text-ink mb-1 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {Object.entries(options).map(([value, label]) => (
          <Checkbox
            key={value}
            id={`${name}-${value}`}
            name={name}
            value={value}
            label={label}
            defaultChecked={ticked[name]?.includes(value)}
          />
        ))}
      </div>
    </fieldset>
  );
  return (
    <fieldset className="space-y-4">
      <legend className="text-ink mb-1 font-semibold">Counts only</legend>
      <p className="text-muted text-xs">
        What is left empty is not asked for. Tick refunds too, or they take nothing back.
      </p>
      {boxes("types", "Types of partners", partnerTypes)}
      {boxes("tiers", "Tiers", Object.fromEntries(tiers.map(({ key, name }) => [key, name])))}
      {boxes("roles", "Part in the deal", parts)}
      {boxes("kinds", "Kinds of sales", kinds)}
      <ActionTextarea
        name="families"
        label="Product families, one a line"
        optional
        rows={2}
        defaultValue={typed.families}
      />
      <ActionTextarea name="regions" label="Regions, one a line" optional rows={2} defaultValue={typed.regions} />
      <ActionSelect
        name="share"
        label="Of a deal that several have part in"
        options={[
          { value: "agreed", label: "The agreed share counts" },
          { value: "whole", label: "All of it counts" },
        ]}
        defaultValue={typed.share ?? "agreed"}
      />
    </fieldset>
  );
}

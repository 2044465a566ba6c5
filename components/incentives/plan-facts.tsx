import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { formatDay } from "@/lib/format";
import { roundings } from "@/lib/incentives/minor";
import { bases, type Plan, stackings } from "@/lib/incentives/plan";
import { ruleOf } from "@/lib/incentives/rules/registry";

type PlanFactsProps = { plan: Plan; writer: string | null; proposer: string | null; approver: string | null };

/** What a plan is made of, and who stands for it. */
export function PlanFacts({ plan, writer, proposer, approver }: PlanFactsProps) {
  const { scope } = plan;
  const all = (values: readonly string[]) => (values.length > 0 ? values.join(", ") : "All");
  return (
    <Card title="The plan">
      <DefinitionList
        items={[
          { term: "Rule", value: ruleOf(plan.rule).label },
          { term: "Counts what is", value: `${bases[plan.basis]}, by ${plan.period}` },
          {
            term: "Days",
            value: `${formatDay(plan.validFrom)} to ${plan.validTo ? `before ${formatDay(plan.validTo)}` : "open"}`,
          },
          { term: "Reckoned in", value: plan.currency ?? "the currency of each line" },
          { term: "Rounded", value: `${roundings[plan.rounding]}, for each ${plan.roundPer}` },
          { term: "Held", value: `${plan.holdDays} days` },
          { term: "Types, tiers", value: `${all(scope.types)}; ${all(scope.tiers)}` },
          { term: "Regions, products", value: `${all(scope.regions)}; ${all(scope.families)}` },
          { term: "Part in the deal, kinds", value: `${all(scope.roles)}; ${all(scope.kinds)}` },
          {
            term: "Beside other plans",
            value: `It ${stackings[plan.stacking]}${plan.stackGroup ? ` (${plan.stackGroup})` : ""}`,
          },
          { term: "Written by", value: writer },
          { term: "Proposed by", value: proposer, missing: "Not proposed yet" },
          { term: "Approved by", value: approver, missing: "Not approved yet" },
        ]}
      />
    </Card>
  );
}

import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatDay } from "@/lib/format";
import { addDays } from "@/lib/period";
import { type PlanState, planStates } from "@/lib/scorecards/plan";

type PlanCardProps = {
  partnerId: string;
  plan: { name: string; state: PlanState; fromOn: string; toOn: string } | null;
  edits: boolean;
};

/** The joint business plan in short, or how one begins. */
export function PlanCard({ partnerId, plan, edits }: PlanCardProps) {
  const href = `/scorecards/${partnerId}/plan`;
  return (
    <Card title="Joint business plan">
      {plan ? (
        <>
          <TextLink href={href}>{plan.name}</TextLink>{" "}
          <Badge tone={planStates[plan.state].tone}>{planStates[plan.state].label}</Badge>
          <p className="text-muted mt-1 text-xs">
            {formatDay(plan.fromOn)} – {formatDay(addDays(plan.toOn, -1))}
          </p>
        </>
      ) : (
        <>
          <p className="text-muted mb-3">No plan is agreed.</p>
          {edits ? <LinkButton href={href}>Write a plan</LinkButton> : null}
        </>
      )}
    </Card>
  );
}

import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import type { FormAction } from "@/lib/auth/form-state";
import { formatDay } from "@/lib/format";
import { addDays } from "@/lib/period";
import { type PlanState, planStates } from "@/lib/scorecards/plan";
import { PlanMoves } from "./plan-forms";

type PlanHeaderProps = {
  partner: { id: string; name: string };
  plan: {
    id: string;
    name: string;
    summary: string | null;
    internalNote: string | null;
    fromOn: string;
    toOn: string;
    state: PlanState;
  } | null;
  staff: boolean;
  advance?: FormAction;
};

/** The plan's name, span and state; what staff keep for themselves of it. */
export function PlanHeader({ partner, plan, staff, advance }: PlanHeaderProps) {
  const span = plan ? `${formatDay(plan.fromOn)} – ${formatDay(addDays(plan.toOn, -1))}` : "No plan is agreed.";
  return (
    <>
      <PageHeader
        title={plan?.name ?? "Joint business plan"}
        breadcrumb={[
          ...(staff ? [{ label: "Scorecards", href: "/scorecards" }] : []),
          { label: staff ? partner.name : "Scorecard", href: `/scorecards/${partner.id}` },
        ]}
        badges={plan ? <Badge tone={planStates[plan.state].tone}>{planStates[plan.state].label}</Badge> : undefined}
        state={plan?.summary ? `${plan.summary} ${span}` : span}
        actions={plan && advance ? <PlanMoves planId={plan.id} state={plan.state} action={advance} /> : undefined}
      />
      {plan?.internalNote ? (
        <Callout tone="neutral" title="For staff alone">
          {plan.internalNote}
        </Callout>
      ) : null}
    </>
  );
}

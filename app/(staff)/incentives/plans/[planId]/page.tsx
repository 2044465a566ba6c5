import type { Metadata } from "next";
import {
  approveIncentivePlan,
  endIncentivePlan,
  proposeIncentivePlan,
  returnIncentivePlan,
  versionIncentivePlan,
} from "@/app/(staff)/incentives/actions";
import { PlanActions } from "@/components/incentives/plan-actions";
import { PlanFacts } from "@/components/incentives/plan-facts";
import { Simulation } from "@/components/incentives/simulation";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { planOf } from "@/db/incentives/plan-rows";
import { simulatePlan } from "@/db/incentives/simulate";
import { getPlan } from "@/db/incentives/staff";
import { getProgram } from "@/db/program/queries";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { planStates } from "@/lib/incentives/states";
import type { Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "Incentive plan" };

type Asked = { params: Promise<{ planId: string }>; searchParams: Promise<Parameters> };

export default async function PlanPage({ params, searchParams }: Asked) {
  const viewer = await requireViewer("plans.read");
  const { plan, ...people } = await orNotFound(getPlan(viewer, (await params).planId));
  const { today } = await getProgram(viewer);
  const simulation = (await searchParams).simulate ? await simulatePlan(viewer, planOf(plan), today) : null;
  const state = planStates[plan.status];
  return (
    <>
      <PageHeader
        title={plan.version > 1 ? `${plan.name}, version ${plan.version}` : plan.name}
        breadcrumb={[{ label: "Incentive plans", href: "/incentives/plans" }]}
        badges={<Badge tone={state.tone}>{state.label}</Badge>}
        state={plan.says}
        actions={
          <LinkButton href={`/incentives/plans/${plan.id}?simulate=1`} icon="gauge">
            Simulate the last year
          </LinkButton>
        }
      />
      <PlanActions
        planId={plan.id}
        status={plan.status}
        edits={can(viewer, "plans.edit")}
        approves={can(viewer, "plans.approve")}
        own={[plan.createdById, plan.proposedById].includes(viewer.personId)}
        does={{
          propose: proposeIncentivePlan,
          approve: approveIncentivePlan,
          giveBack: returnIncentivePlan,
          end: endIncentivePlan,
          version: versionIncentivePlan,
        }}
      />
      {simulation ? <Simulation {...simulation} /> : null}
      <PlanFacts plan={planOf(plan)} {...people} />
    </>
  );
}

import type { Metadata } from "next";
import { saveIncentivePlan } from "@/app/(staff)/incentives/actions";
import { PlanForm } from "@/components/incentives/plan-form";
import { PageHeader } from "@/components/ui/page-header";
import { planOf } from "@/db/incentives/plan-rows";
import { getPlan } from "@/db/incentives/staff";
import { getProgram, listTiers } from "@/db/program/queries";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { typedOf } from "@/lib/incentives/plan-form";

export const metadata: Metadata = { title: "Edit an incentive plan" };

export default async function EditPlanPage({ params }: { params: Promise<{ planId: string }> }) {
  const viewer = await requireViewer("plans.edit");
  const { plan } = await orNotFound(getPlan(viewer, (await params).planId));
  const [{ today }, tiers] = await Promise.all([getProgram(viewer), listTiers(viewer)]);
  const read = planOf(plan);
  return (
    <>
      <PageHeader
        title={`Edit ${plan.name}`}
        breadcrumb={[{ label: plan.name, href: `/incentives/plans/${plan.id}` }]}
        state={plan.says}
      />
      <PlanForm
        action={saveIncentivePlan}
        planId={plan.id}
        rule={read.rule}
        {...typedOf(read)}
        tiers={tiers}
        today={today}
      />
    </>
  );
}

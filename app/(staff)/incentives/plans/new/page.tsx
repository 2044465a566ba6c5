import type { Metadata } from "next";
import { saveIncentivePlan } from "@/app/(staff)/incentives/actions";
import { PlanForm } from "@/components/incentives/plan-form";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { getProgram, listTiers } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { ruleKeys, ruleOf } from "@/lib/incentives/rules/registry";
import { oneOf, type Parameters } from "@/lib/lists/parameters";

export const metadata: Metadata = { title: "New incentive plan" };

export default async function NewPlanPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const viewer = await requireViewer("plans.edit");
  const rule = oneOf(ruleKeys, "percentage").parse((await searchParams).rule);
  const [{ today }, tiers] = await Promise.all([getProgram(viewer), listTiers(viewer)]);
  const tabs = ruleKeys.map((key) => ({
    href: `/incentives/plans/new?rule=${key}`,
    label: ruleOf(key).label,
    current: key === rule,
  }));
  return (
    <>
      <PageHeader
        title="New incentive plan"
        breadcrumb={[{ label: "Incentive plans", href: "/incentives/plans" }]}
        state="Saved as a draft: simulate it, then propose it to a second person."
      />
      <Tabs label="Rule" items={tabs} />
      <PlanForm action={saveIncentivePlan} rule={rule} typed={{}} ticked={{}} tiers={tiers} today={today} />
    </>
  );
}

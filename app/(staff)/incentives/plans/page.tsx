import type { Metadata } from "next";
import { PlanTable } from "@/components/incentives/plan-table";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listPlans } from "@/db/incentives/staff";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { incentiveTabs } from "@/lib/incentives/words";

export const metadata: Metadata = { title: "Incentive plans" };

export default async function PlansPage() {
  const viewer = await requireViewer("plans.read");
  const plans = await listPlans(viewer);
  const active = plans.filter(({ status }) => status === "active").length;
  return (
    <>
      <PageHeader
        title="Incentive plans"
        state={`${formatCount(active)} pay now. What an approved plan says never changes: a change is a new version.`}
        actions={
          can(viewer, "plans.edit") ? (
            <LinkButton href="/incentives/plans/new" variant="primary" icon="plus">
              New plan
            </LinkButton>
          ) : null
        }
      />
      <Tabs label="Incentives" items={incentiveTabs("plans")} />
      <PlanTable plans={plans} />
    </>
  );
}

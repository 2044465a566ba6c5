import type { Metadata } from "next";
import { BudgetTable } from "@/components/funds/budget-table";
import { LinkButton } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { listBudgets } from "@/db/funds/staff";
import { can } from "@/lib/access/permissions";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatCount } from "@/lib/format";
import { fundTabs } from "@/lib/funds/words";

export const metadata: Metadata = { title: "Budgets of funds" };

export default async function BudgetsPage() {
  const viewer = await requireViewer("plans.read");
  const rows = await listBudgets(viewer);
  const mayAdd = can(viewer, "funds.budget");
  return (
    <>
      <PageHeader
        title="Market development funds"
        state={`${formatCount(rows.length)} ${rows.length === 1 ? "budget" : "budgets"}, the latest first.`}
        actions={
          mayAdd ? (
            <LinkButton href="/funds/budgets/new" variant="primary" icon="plus">
              New budget
            </LinkButton>
          ) : null
        }
      />
      <Tabs label="Funds" items={fundTabs("budgets", can(viewer, "funds.return"))} />
      <BudgetTable rows={rows} mayAdd={mayAdd} />
    </>
  );
}

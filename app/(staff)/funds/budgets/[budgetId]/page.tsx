import type { Metadata } from "next";
import { AllocateForm, AllocationTable } from "@/components/funds/allocation-table";
import { Card } from "@/components/ui/card";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readBudget } from "@/db/funds/staff";
import { can } from "@/lib/access/permissions";
import { orNotFound } from "@/lib/auth/or-not-found";
import { requireViewer } from "@/lib/auth/require-viewer";
import { formatDay } from "@/lib/format";
import { budgetFacts } from "@/lib/funds/budget";
import { allocate } from "../../actions";

export const metadata: Metadata = { title: "Budget" };

export default async function BudgetPage({ params }: { params: Promise<{ budgetId: string }> }) {
  const viewer = await requireViewer("plans.read");
  const { budget, allocations, choices } = await orNotFound(readBudget(viewer, (await params).budgetId));
  return (
    <>
      <PageHeader
        title={budget.name}
        breadcrumb={[
          { label: "Funds", href: "/funds" },
          { label: "Budgets", href: "/funds/budgets" },
        ]}
        state={`${formatDay(budget.startsOn)} to ${formatDay(budget.endsOn)}`}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title="The budget">
          <DefinitionList items={budgetFacts(budget)} />
        </Card>
        {can(viewer, "funds.budget") ? (
          <AllocateForm action={allocate} budgetId={budget.id} currency={budget.currency} partners={choices} />
        ) : null}
      </div>
      <Section
        title="Partners"
        description="Available can be asked for. On account is what was given and is neither used nor expired: available and promised together."
      >
        <AllocationTable rows={allocations} />
      </Section>
    </>
  );
}

import type { Metadata } from "next";
import { BudgetForm } from "@/components/funds/budget-form";
import { PageHeader } from "@/components/ui/page-header";
import { getProgram } from "@/db/program/queries";
import { requireViewer } from "@/lib/auth/require-viewer";
import { addDays, namedPeriod } from "@/lib/period";
import { createBudget } from "../../actions";

export const metadata: Metadata = { title: "New budget" };

export default async function NewBudgetPage() {
  const viewer = await requireViewer("funds.budget");
  const { today, reportingCurrency } = await getProgram(viewer);
  const { from, to } = namedPeriod("this_quarter", today);
  return (
    <>
      <PageHeader
        title="New budget"
        breadcrumb={[{ label: "Budgets", href: "/funds/budgets" }]}
        state="Money for partners' marketing over a period. What nobody used by its last day comes back to it."
      />
      <BudgetForm action={createBudget} currency={reportingCurrency} from={from} to={addDays(to, -1)} />
    </>
  );
}

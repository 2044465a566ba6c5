import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, formatDay } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";

type Row = {
  id: string;
  name: string;
  currency: string;
  starts: string;
  ends: string;
  amount: string;
  allocated: string;
  committed: string;
  used: string;
  partners: number;
};

/** Budgets with where their money stands. */
export function BudgetTable({ rows, mayAdd }: { rows: readonly Row[]; mayAdd: boolean }) {
  return (
    <DataTable
      caption="Budgets"
      columns={[
        { key: "name", label: "Budget" },
        { key: "days", label: "Days" },
        { key: "partners", label: "Partners", align: "right" },
        { key: "amount", label: "Amount", align: "right" },
        { key: "left", label: "Not given yet", align: "right" },
        { key: "committed", label: "Promised", align: "right" },
        { key: "used", label: "Used", align: "right" },
      ]}
      rows={rows.map((row) => {
        const money = (minor: bigint) => formatMinor(minor, row.currency);
        return {
          key: row.id,
          href: `/funds/budgets/${row.id}`,
          cells: {
            name: row.name,
            days: `${formatDay(row.starts)} – ${formatDay(row.ends)}`,
            partners: formatCount(row.partners),
            amount: money(BigInt(row.amount)),
            left: money(BigInt(row.amount) - BigInt(row.allocated)),
            committed: money(BigInt(row.committed)),
            used: money(BigInt(row.used)),
          },
        };
      })}
      empty={
        <EmptyState
          icon="sprout"
          title="No budgets yet"
          actions={
            mayAdd ? (
              <LinkButton href="/funds/budgets/new" variant="primary">
                Set up a budget
              </LinkButton>
            ) : null
          }
        >
          A budget is money for partners' marketing over a period. Partners ask for what is given to them of it.
        </EmptyState>
      }
    />
  );
}

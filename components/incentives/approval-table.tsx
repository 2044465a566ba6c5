import { DataTable } from "@/components/tables/data-table";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import type { FormAction } from "@/lib/auth/form-state";
import { formatCount, formatDay } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";

type ApprovalTableProps = {
  rows: readonly {
    key: string;
    name: string;
    partner_id: string;
    currency: string;
    lines: number;
    sum: string;
    since: string;
    owed: string;
  }[];
  next: string | null;
  /** For those who may approve. */
  action: FormAction | null;
};

const form = "approve-earnings";

/** What waits for finance, by partner and currency, longest first. */
export function ApprovalTable({ rows, next, action }: ApprovalTableProps) {
  return (
    <div className="space-y-4">
      <DataTable
        caption="Earnings to approve"
        ticks={action && rows.length > 0 ? { form, name: "group" } : undefined}
        columns={[
          { key: "partner", label: "Partner" },
          { key: "lines", label: "Lines", align: "right" },
          { key: "since", label: "Due since", align: "right" },
          { key: "sum", label: "To approve", align: "right" },
          { key: "owed", label: "Owed back before", align: "right" },
        ]}
        rows={rows.map((row) => ({
          key: row.key,
          href: `/incentives?partner=${row.partner_id}`,
          cells: {
            partner: row.name,
            lines: formatCount(row.lines),
            since: formatDay(row.since),
            sum: formatMinor(BigInt(row.sum), row.currency),
            owed: row.owed === "0" ? { missing: "Nothing" } : formatMinor(BigInt(row.owed), row.currency),
          },
        }))}
        footer={
          <Pagination
            text={`${formatCount(rows.length)} shown, longest due first`}
            nextHref={next ? `/incentives/approvals?after=${encodeURIComponent(next)}` : null}
          />
        }
        empty={
          <EmptyState icon="circle-check" title="Nothing waits for approval">
            Earnings come here when their holding period is over.
          </EmptyState>
        }
      />
      {action && rows.length > 0 ? (
        <ActionForm id={form} action={action} failed="Nothing was approved.">
          <ActionButton variant="primary">Approve what is ticked</ActionButton>
          <p className="text-muted max-w-[72ch] text-xs">
            Approved earnings are paid with the next payout. What a partner owes back comes off by itself.
          </p>
        </ActionForm>
      ) : null}
    </div>
  );
}

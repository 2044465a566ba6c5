import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay, formatE4 } from "@/lib/format";

type MissingTableProps = {
  rows: readonly {
    deal_id: string;
    name: string;
    partner_id: string;
    partner: string;
    closed_on: string;
    amount_e4: string;
    currency: string;
    why: readonly string[];
  }[];
  next: string | null;
};

/** Won deals that paid nobody, newest first, each with its reasons. */
export function MissingTable({ rows, next }: MissingTableProps) {
  return (
    <DataTable
      caption="Won deals that earned nothing"
      columns={[
        { key: "deal", label: "Deal" },
        { key: "partner", label: "Partner", narrow: true },
        { key: "won", label: "Won", align: "right" },
        { key: "amount", label: "Amount", align: "right" },
        { key: "why", label: "Why", narrow: true },
      ]}
      rows={rows.map((row) => ({
        key: `${row.deal_id} ${row.partner_id}`,
        href: `/deals/${row.deal_id}`,
        cells: {
          deal: row.name,
          partner: { text: row.partner, title: row.partner, href: `/incentives?partner=${row.partner_id}` },
          won: formatDay(row.closed_on),
          amount: formatE4(BigInt(row.amount_e4), row.currency, "cents"),
          why: { text: row.why[0] ?? "", title: row.why.join("\n"), spoken: row.why.slice(1).join("; ") },
        },
      }))}
      footer={
        <Pagination
          text={`${formatCount(rows.length)} shown, newest first`}
          nextHref={next ? `/incentives/missing?after=${encodeURIComponent(next)}` : null}
        />
      }
      empty={
        <EmptyState icon="circle-check" title="Every won deal earned something">
          Nothing was won in the last twelve months without paying its partners.
        </EmptyState>
      }
    />
  );
}

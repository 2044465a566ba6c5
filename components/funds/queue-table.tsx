import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { clock } from "@/lib/deals/registrations/times";
import { claimNumber, requestNumber } from "@/lib/funds/words";
import { formatMinor } from "@/lib/incentives/words";

type Row = {
  kind: "request" | "amended" | "claim" | "checked";
  id: string;
  number: number;
  title: string;
  partner: string;
  amount: string;
  currency: string;
  dueAt: Date;
};

const kinds = {
  request: { text: "Request", tone: "info" },
  amended: { text: "Change of a request", tone: "info" },
  claim: { text: "Claim", tone: "warn" },
  checked: { text: "Claim, second person", tone: "warn" },
} as const;

/** What waits for a decision, the first due on top. */
export function QueueTable({ rows, now }: { rows: readonly Row[]; now: Date }) {
  return (
    <DataTable
      caption="Waiting for a decision"
      columns={[
        { key: "title", label: "Activity" },
        { key: "partner", label: "Partner" },
        { key: "kind", label: "What" },
        { key: "due", label: "Decision" },
        { key: "amount", label: "Amount", align: "right" },
        { key: "number", label: "Number" },
      ]}
      rows={rows.map((row) => {
        const due = clock(row.dueAt, now);
        const claim = row.kind === "claim" || row.kind === "checked";
        return {
          key: row.id,
          href: claim ? `/funds/claims/${row.id}` : `/funds/requests/${row.id}`,
          cells: {
            title: row.title,
            partner: row.partner,
            kind: kinds[row.kind],
            due:
              due.late || due.soon
                ? { text: due.says, tone: due.late ? ("bad" as const) : ("warn" as const) }
                : due.says,
            amount: formatMinor(BigInt(row.amount), row.currency),
            number: { text: claim ? claimNumber(row.number) : requestNumber(row.number), muted: true },
          },
        };
      })}
      empty={
        <EmptyState icon="circle-check" title="Nothing waits for a decision">
          New requests and claims of partners appear here by their due time.
        </EmptyState>
      }
    />
  );
}

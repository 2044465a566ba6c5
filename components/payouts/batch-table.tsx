import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { formatCount } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { type BatchState, batchStates } from "@/lib/payouts/states";

type BatchTableProps = {
  batches: readonly {
    id: string;
    number: number;
    currency: string;
    status: BatchState;
    payouts: number;
    totalMinor: bigint;
    approvedMinor: bigint | null;
    preparer: string;
    failed: number;
  }[];
};

/** Batches of payouts: those that wait for somebody first, then the newest. */
export function BatchTable({ batches }: BatchTableProps) {
  return (
    <Section title="Batches">
      <DataTable
        caption="Batches of payouts"
        columns={[
          { key: "batch", label: "Batch" },
          { key: "state", label: "State" },
          { key: "payouts", label: "Payouts", align: "right" },
          { key: "failed", label: "Failed", align: "right" },
          { key: "total", label: "Amount", align: "right" },
          { key: "preparer", label: "Prepared by", narrow: true },
        ]}
        rows={batches.map((batch) => ({
          key: batch.id,
          href: `/incentives/payouts/${batch.id}`,
          cells: {
            batch: `#${batch.number}, ${batch.currency}`,
            state: { text: batchStates[batch.status].label, tone: batchStates[batch.status].tone },
            payouts: formatCount(batch.payouts),
            failed: batch.failed > 0 ? formatCount(batch.failed) : { missing: "None" },
            total: formatMinor(batch.approvedMinor ?? batch.totalMinor, batch.currency),
            preparer: batch.preparer,
          },
        }))}
        empty={
          <EmptyState icon="coins" title="No batches yet">
            Finance prepares a batch of everybody who is ready, another person approves it.
          </EmptyState>
        }
      />
    </Section>
  );
}

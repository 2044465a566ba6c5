import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { formatCount, formatDay } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";

type SimulationProps = {
  span: { from: string; to: string };
  counted: number;
  totals: readonly { currency: string; partners: number; wouldMinor: bigint }[];
  rows: readonly {
    partnerId: string;
    partner: string;
    currency: string;
    lines: number;
    wouldMinor: bigint;
    paidMinor: bigint;
  }[];
};

/** What the last twelve months would have paid under this plan alone, by partner. */
export function Simulation({ span, counted, totals, rows }: SimulationProps) {
  const sums = totals.map(
    ({ currency, wouldMinor, partners }) =>
      `${formatMinor(wouldMinor, currency)} to ${partners} ${partners === 1 ? "partner" : "partners"}`,
  );
  return (
    <Section
      title={`What ${formatDay(span.from)} to ${formatDay(span.to)} would have paid under this plan`}
      description={`${sums.join(", ") || "Nothing"}. Of ${formatCount(counted)} sales looked at; beside it what all plans paid for the same days. Nothing was booked.`}
    >
      <DataTable
        caption="What the plan would have paid"
        columns={[
          { key: "partner", label: "Partner" },
          { key: "lines", label: "Lines", align: "right" },
          { key: "would", label: "Under this plan", align: "right" },
          { key: "paid", label: "By all plans so far", align: "right" },
        ]}
        rows={rows.map((row) => ({
          key: `${row.partnerId} ${row.currency}`,
          href: `/incentives?partner=${row.partnerId}`,
          cells: {
            partner: row.partner,
            lines: formatCount(row.lines),
            would: formatMinor(row.wouldMinor, row.currency),
            paid: formatMinor(row.paidMinor, row.currency),
          },
        }))}
        empty={<p className="text-muted p-6">Nothing of these months would have earned by it.</p>}
      />
    </Section>
  );
}

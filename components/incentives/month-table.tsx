import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/lib/format";
import { statementHref } from "@/lib/incentives/address";
import { formatMinor, monthName } from "@/lib/incentives/words";

type MonthTableProps = {
  months: readonly {
    month: string;
    currency: string;
    lines: number;
    earnedMinor: bigint;
    clawedBackMinor: bigint;
    claimedMinor: bigint;
    sha256: string | null;
  }[];
  /** For staff: whose. */
  partnerId?: string;
};

/** A partner's statements, newest first; each opens its lines. */
export function MonthTable({ months, partnerId }: MonthTableProps) {
  const funds = months.some(({ claimedMinor }) => claimedMinor > 0n);
  return (
    <DataTable
      caption="Statements by month and currency"
      columns={[
        { key: "month", label: "Month" },
        { key: "state", label: "State" },
        { key: "lines", label: "Lines", align: "right" },
        { key: "earned", label: "Earned", align: "right" },
        { key: "back", label: "Taken back", align: "right" },
        ...(funds ? [{ key: "claimed", label: "Funds claimed", align: "right" } as const] : []),
        { key: "net", label: "Comes to", align: "right" },
      ]}
      rows={months.map(({ month, currency, lines, earnedMinor, clawedBackMinor, claimedMinor, sha256 }) => ({
        key: `${month} ${currency}`,
        href: statementHref({ partner: partnerId, month, currency }),
        cells: {
          month: `${monthName(month)}, ${currency}`,
          state: sha256 ? { text: "Closed", tone: "good" } : { text: "Open", tone: "neutral" },
          lines: formatCount(lines),
          earned: formatMinor(earnedMinor, currency),
          back: formatMinor(clawedBackMinor, currency),
          claimed: formatMinor(claimedMinor, currency),
          net: formatMinor(earnedMinor + clawedBackMinor + claimedMinor, currency),
        },
      }))}
      empty={
        <EmptyState icon="coins" title="Nothing earned yet">
          As soon as a plan pays for something that was invoiced or won, it stands here with its reason.
        </EmptyState>
      }
    />
  );
}

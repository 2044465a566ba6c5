import { DataTable } from "@/components/tables/data-table";
import { formatInstant } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { referenceOf } from "@/lib/payouts/outcomes";
import { type PayoutState, payoutStates } from "@/lib/payouts/states";

type PayoutTableProps = {
  payouts: readonly {
    id: string;
    currency: string;
    amountMinor: bigint;
    earnedMinor: bigint;
    lines: number;
    claimedMinor: bigint;
    claims: number;
    status: PayoutState;
    reason: string | null;
    settledAt: Date | null;
  }[];
  timeZone: string;
};

/** What a partner was paid, newest first: how it was made up, and what became of it. */
export function PayoutTable({ payouts, timeZone }: PayoutTableProps) {
  return (
    <DataTable
      caption="Payouts"
      columns={[
        { key: "amount", label: "Paid out" },
        { key: "state", label: "State" },
        { key: "when", label: "Settled", align: "right" },
        { key: "made", label: "Made up of", narrow: true },
        { key: "reference", label: "Bank's reference", narrow: true },
      ]}
      rows={payouts.map((payout) => ({
        key: payout.id,
        cells: {
          amount: formatMinor(payout.amountMinor, payout.currency),
          state: {
            text: payoutStates[payout.status].label,
            tone: payoutStates[payout.status].tone,
            title: payout.reason ?? payoutStates[payout.status].says,
          },
          when: payout.settledAt ? formatInstant(payout.settledAt, timeZone) : { missing: "With the bank" },
          made: payout.reason ?? madeOf(payout),
          reference: referenceOf(payout.id),
        },
      }))}
      empty={<p className="text-muted p-6">Nothing has been paid out yet.</p>}
    />
  );
}

type Made = Pick<
  PayoutTableProps["payouts"][number],
  "amountMinor" | "earnedMinor" | "lines" | "claimedMinor" | "claims" | "currency"
>;

/** Of how many lines and claims of funds, and what was owed back before. */
export function madeOf({ amountMinor, earnedMinor, lines, claimedMinor, claims, currency }: Made): string {
  const owed = earnedMinor + claimedMinor - amountMinor;
  const parts = [
    lines > 0 ? `${lines} ${lines === 1 ? "line" : "lines"}` : "",
    claims > 0 ? `${claims} ${claims === 1 ? "claim" : "claims"} of funds` : "",
  ].filter((part) => part);
  const many = parts.join(" and ") || "Given back after a merge was undone";
  return owed > 0n ? `${many}, less ${formatMinor(owed, currency)} owed back` : many;
}

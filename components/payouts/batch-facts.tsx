import { DefinitionList } from "@/components/ui/definition-list";
import { formatCount, formatInstant } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { type PayoutState, payoutStates } from "@/lib/payouts/states";

type BatchFactsProps = {
  batch: {
    currency: string;
    preparedAt: Date;
    approvedAt: Date | null;
    approvedUnder: "limit" | "owner" | null;
    sentAt: Date | null;
    fileSha256: string | null;
  };
  preparer: string;
  approver: string | null;
  sums: readonly { status: string; count: number; sum: string }[];
  timeZone: string;
};

/** Who did what of a batch and when, and what became of its payouts. */
export function BatchFacts({ batch, preparer, approver, sums, timeZone }: BatchFactsProps) {
  const at = (when: Date) => formatInstant(when, timeZone);
  const under = batch.approvedUnder === "owner" ? "as an owner of the program" : "within finance's limit of a day";
  const became = sums.map(({ status, count, sum }) => ({
    term: payoutStates[status as PayoutState].label,
    value: `${formatCount(count)}, ${formatMinor(BigInt(sum), batch.currency)}`,
  }));
  return (
    <DefinitionList
      layout="columns"
      items={[
        { term: "Prepared", value: `${preparer}, ${at(batch.preparedAt)}` },
        {
          term: "Approved",
          value: batch.approvedAt ? `${approver}, ${at(batch.approvedAt)}, ${under}` : undefined,
          missing: "Not approved",
        },
        { term: "Sent to the bank", value: batch.sentAt ? at(batch.sentAt) : undefined, missing: "Not sent" },
        ...became,
        { term: "Bank's file (SHA-256)", value: batch.fileSha256 ?? undefined, missing: "Kept when it is sent" },
      ]}
    />
  );
}

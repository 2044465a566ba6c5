import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { formatInstant } from "@/lib/format";
import { masked } from "@/lib/payouts/bank";

type DetailHistoryProps = {
  details: readonly {
    id: string;
    kind: "bank" | "tax";
    country: string;
    last4: string;
    createdAt: Date;
    heldUntil: Date | null;
    endedAt: Date | null;
  }[];
  timeZone: string;
};

/** Which accounts and forms held when. */
export function DetailHistory({ details, timeZone }: DetailHistoryProps) {
  if (details.length === 0) return null;
  return (
    <Section
      title="What held when"
      description="Somebody of your company entered each of these. Tell the program at once of one that you do not know."
    >
      <DataTable
        caption="Bank and tax details, newest first"
        columns={[
          { key: "what", label: "What" },
          { key: "country", label: "Country" },
          { key: "from", label: "Entered", align: "right" },
          { key: "paid", label: "Paid to from", align: "right" },
          { key: "until", label: "Replaced", align: "right" },
        ]}
        rows={details.map(({ id, kind, country, last4, createdAt, heldUntil, endedAt }) => ({
          key: id,
          cells: {
            what: kind === "bank" ? `Account ${masked(last4)}` : `Tax form ${last4 ? masked(last4) : ""}`,
            country,
            from: formatInstant(createdAt, timeZone),
            paid: heldUntil ? formatInstant(heldUntil, timeZone) : { missing: "Not an account" },
            until: endedAt ? formatInstant(endedAt, timeZone) : { missing: "Holds now" },
          },
        }))}
      />
    </Section>
  );
}

import { DataTable } from "@/components/tables/data-table";
import { formatCount, formatE4, formatInstant } from "@/lib/format";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { factHref, factName } from "@/lib/metrics/fact-name";

type MovedRowsProps = {
  rows: readonly {
    component: ComponentKey;
    ref: string;
    refId: string;
    partnerId: string | null;
    partner: string | null;
    dealId: string | null;
    deal: string | null;
    was: string | null;
    is: string | null;
    changedAt: string | null;
    changedBy: string | null;
    reason: string | null;
  }[];
  currency: string;
  timeZone: string;
  staff: boolean;
};

/** Rows that count otherwise than when a period was closed: what each added then and now, and for staff who changed it and why. */
export function MovedRows({ rows, currency, timeZone, staff }: MovedRowsProps) {
  const text = (component: ComponentKey, value: string | null) =>
    value === null
      ? { missing: "It did not count" }
      : componentOf(component)?.measures === "money"
        ? formatE4(BigInt(value), currency)
        : formatCount(value);
  return (
    <DataTable
      caption="Rows that moved it"
      columns={[
        { key: "what", label: "What" },
        ...(staff ? [{ key: "partner", label: "Partner" }] : []),
        { key: "part", label: "Part of the figure" },
        { key: "was", label: "As closed", align: "right" as const },
        { key: "is", label: "Now", align: "right" as const },
        { key: "at", label: "Changed" },
        ...(staff
          ? [
              { key: "by", label: "By" },
              { key: "why", label: "Reason" },
            ]
          : []),
      ]}
      rows={rows.map((row, index) => ({
        key: `${row.refId}-${index}`,
        href: factHref(row),
        cells: {
          what: factName(row),
          partner: row.partner ?? { missing: "No partner" },
          part: componentOf(row.component)?.rows ?? row.component,
          was: text(row.component, row.was),
          is: text(row.component, row.is),
          at: row.changedAt ? formatInstant(new Date(row.changedAt), timeZone) : { missing: "Not recorded" },
          by: row.changedBy ?? { missing: "Not recorded" },
          why: row.reason ?? { missing: "No reason was given" },
        },
      }))}
      empty={<p className="text-muted p-5">No row counts otherwise than when the period was closed.</p>}
    />
  );
}

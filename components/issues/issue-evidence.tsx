import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import type { Evidence } from "@/lib/issues/evidence";
import { componentOf } from "@/lib/metrics/components";

/** The rows that a figure counted when it was questioned. */
export function IssueEvidence({ evidence }: { evidence: Evidence }) {
  return evidence.parts.map(({ component, label, count, sum, rows }) => {
    const money = componentOf(component)?.measures === "money";
    const text = (value: string | null) =>
      value === null ? "no rate" : money ? formatE4(BigInt(value), evidence.currency) : formatCount(value);
    const more = count > rows.length ? `, the newest ${formatCount(rows.length)} kept here` : "";
    return (
      <Section
        key={component}
        title={`As it was then: ${label.toLowerCase()}`}
        description={`${formatCount(count)} rows, adding up to ${text(sum)}${more}.`}
      >
        <DataTable
          caption={label}
          columns={[
            { key: "name", label: "What" },
            { key: "day", label: "Day", align: "right" },
            { key: "value", label: money ? `Amount (${evidence.currency})` : "Counts", align: "right" },
          ]}
          rows={rows.map((row, index) => ({
            key: `${row.refId}-${index}`,
            href: row.ref === "deal" ? `/deals/${row.refId}` : undefined,
            cells: { name: row.name, day: formatDay(row.day), value: text(row.value) },
          }))}
          totals={count ? { name: "Total", value: text(sum) } : undefined}
          empty={<p className="text-muted p-5">No row was counted.</p>}
        />
      </Section>
    );
  });
}

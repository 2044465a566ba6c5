import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { type AlertFilter, alertDefaults } from "@/lib/alerts/form";
import { labelOfRule, saysOf } from "@/lib/alerts/registry";
import { type Figures, type Severity, severities } from "@/lib/alerts/rule";
import { formatCount, formatDay, formatRelative } from "@/lib/format";
import { listHref } from "@/lib/lists/links";

type AlertTableProps = {
  rows: readonly {
    id: string;
    rule: string;
    name: string;
    severity: Severity;
    figures: Figures;
    raisedAt: string;
    owner: string | null;
    snoozedUntil: string | null;
  }[];
  staff: boolean;
  filter: AlertFilter;
  count: number;
  nextHref: string | null;
  timeZone: string;
  now: Date;
};

/** Alerts with why they fired, the most urgent first. */
export function AlertTable({ rows, staff, filter, count, nextHref, now }: AlertTableProps) {
  const says = `${formatCount(rows.length)} of ${count > 1000 ? "more than 1,000" : formatCount(count)}`;
  return (
    <DataTable
      caption="Alerts"
      columns={[
        { key: "name", label: "About" },
        { key: "severity", label: "How urgent" },
        { key: "says", label: "Why" },
        ...(staff ? [{ key: "owner", label: "With" }] : []),
        ...(filter.show === "snoozed" ? [{ key: "until", label: "Put off until", align: "right" as const }] : []),
        { key: "raised", label: "Raised", align: "right" as const },
      ]}
      rows={rows.map((alert) => ({
        key: alert.id,
        href: `/alerts/${alert.id}`,
        cells: {
          name: alert.name,
          severity: { text: severities[alert.severity].label, tone: severities[alert.severity].tone },
          says: (
            <span className="block min-w-72 whitespace-normal">
              <span className="text-ink block font-medium">{labelOfRule(alert.rule)}</span>
              <span className="text-muted block text-xs">{saysOf(alert.rule, alert.figures)}</span>
            </span>
          ),
          owner: alert.owner ?? { missing: "Nobody's yet: it goes to the roles of the rule" },
          until: formatDay(alert.snoozedUntil),
          raised: formatRelative(new Date(alert.raisedAt), now),
        },
      }))}
      footer={
        rows.length ? (
          <Pagination
            text={says}
            previousHref={filter.after ? listHref("/alerts", filter, alertDefaults, { after: "" }) : null}
            back="First page"
            nextHref={nextHref}
          />
        ) : null
      }
      empty={
        <EmptyState title={filter.show === "open" ? "Nothing needs somebody now" : "No such alert"}>
          {staff
            ? "Alerts are raised when a rule's condition begins to hold, and end by themselves when it no longer does."
            : "What ends soon for your company stands here: certifications, contracts and the protection of registered deals."}
        </EmptyState>
      }
    />
  );
}

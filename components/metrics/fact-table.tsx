import { DataTable } from "@/components/tables/data-table";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { type MetricFilter, metricQuery } from "@/lib/metrics/filter";
import type { FactPart } from "@/lib/metrics/parts";
import type { MetricKey } from "@/lib/metrics/registry";

type Fact = {
  ref: string;
  refId: string;
  day: string | null;
  value: string | null;
  partnerId: string | null;
  partner: string | null;
  dealId: string | null;
  deal: string | null;
  account: string | null;
};
type FactTableProps = {
  metric: MetricKey;
  filter: MetricFilter;
  parts: FactPart[];
  component: ComponentKey;
  facts: { rows: Fact[]; count: number; sum: string };
  currency: string;
  staff: boolean;
  perPage: number;
};

const names: Record<string, string> = {
  registration: "Registration",
  training: "Training",
  revenue: "Invoice line",
  cost: "Channel cost",
  partner: "Partner",
  account: "Customer",
};

/** The rows that a figure counts, adding up to it. */
export function FactTable({ metric, filter, parts, component, facts, currency, staff, perPage }: FactTableProps) {
  const { measures, rows: title } = componentOf(component);
  const money = measures === "money";
  const text = (value: string | null) =>
    value === null ? "no rate" : money ? formatE4(BigInt(value), currency) : formatCount(value);
  const here = (change: Record<string, string | undefined>) => `/metrics/${metric}${metricQuery(filter, change)}#rows`;
  const last = Math.max(1, Math.ceil(facts.count / perPage));
  const from = (filter.page - 1) * perPage + 1;
  return (
    <Section
      id="rows"
      title="The rows behind it"
      description={`${title}: ${formatCount(facts.count)}, adding up to ${text(facts.sum)}.`}
      actions={
        <LinkButton
          href={`/metrics/${metric}/rows${metricQuery(filter, { component, page: undefined })}`}
          download
          size="small"
          icon="download"
        >
          Export rows
        </LinkButton>
      }
    >
      {parts.length > 1 ? (
        <Tabs
          label="Parts of the figure"
          items={parts.map((part) => ({
            href: here({ component: part.key, page: undefined }),
            label: part.label,
            current: part.key === component,
          }))}
        />
      ) : null}
      <DataTable
        caption={title}
        columns={[
          { key: "what", label: "What" },
          { key: "account", label: "Customer" },
          ...(staff ? [{ key: "partner", label: "Partner" }] : []),
          { key: "day", label: "Day", align: "right" as const },
          { key: "value", label: money ? `Amount (${currency})` : "Counts", align: "right" as const },
        ]}
        rows={facts.rows.map((fact, index) => ({
          key: `${fact.refId}-${index}`,
          href: fact.dealId ? `/deals/${fact.dealId}` : fact.partnerId ? `/partners/${fact.partnerId}` : undefined,
          cells: {
            what: fact.deal ?? names[fact.ref] ?? fact.ref,
            account: fact.account ?? "–",
            partner: fact.partner ?? "–",
            day: formatDay(fact.day),
            value: text(fact.value),
          },
        }))}
        totals={facts.count ? { what: "Total", value: text(facts.sum) } : undefined}
        footer={
          facts.count ? (
            <Pagination
              text={`${formatCount(from)} to ${formatCount(Math.min(from + perPage - 1, facts.count))} of ${formatCount(facts.count)}`}
              previousHref={filter.page > 1 ? here({ component, page: String(filter.page - 1) }) : undefined}
              nextHref={filter.page < last ? here({ component, page: String(filter.page + 1) }) : undefined}
            />
          ) : null
        }
        empty={
          <EmptyState title="No row was counted">
            Nothing of this kind happened in these days. Choose a longer period, or take a filter away.
          </EmptyState>
        }
      />
    </Section>
  );
}

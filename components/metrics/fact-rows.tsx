import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { formatCount, formatDay, formatE4, formatNumber } from "@/lib/format";
import { type ComponentKey, componentOf } from "@/lib/metrics/components";
import { factHref, factName } from "@/lib/metrics/fact-name";
import { readPlace } from "@/lib/metrics/place";

export type Fact = {
  ref: string;
  refId: string;
  day: string | null;
  value: string | null;
  partnerId: string | null;
  partner: string | null;
  dealId: string | null;
  deal: string | null;
  accountId: string | null;
  account: string | null;
};
type FactRowsProps = {
  caption: string;
  component: ComponentKey;
  rows: readonly Fact[];
  total: { count: number; sum: string };
  /** The place that this page begins at, and the addresses of the first page and the one after this. */
  after: string;
  first: string;
  next: string | null;
  currency: string;
  staff: boolean;
  empty: { title: string; says: string };
  /** The address at which a row is questioned; without it nobody questions one. */
  question?: (about: string) => string;
};

/** The value of a row or of a sum of rows, in the component's unit. */
export function factText(component: ComponentKey, value: string | null, currency: string): string {
  if (value === null) return "no rate";
  const { measures } = componentOf(component);
  if (measures === "seconds") return `${formatNumber(Number(value) / 3600)} hours`;
  return measures === "money" ? formatE4(BigInt(value), currency) : formatCount(value);
}

/** A page of rows, each leading to its deal or registration, its customer and its partner, with the sum of all pages. */
export function FactRows(props: FactRowsProps) {
  const { caption, component, rows, total, currency, staff, empty } = props;
  const money = componentOf(component).measures === "money";
  const text = (value: string | null) => factText(component, value, currency);
  const shown = readPlace(props.after)?.shown ?? 0;
  const range = `${formatCount(shown + 1)} to ${formatCount(shown + rows.length)} of ${formatCount(total.count)}`;
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: "what", label: "What" },
        { key: "account", label: "Customer" },
        ...(staff ? [{ key: "partner", label: "Partner" }] : []),
        { key: "day", label: "Day", align: "right" as const },
        { key: "value", label: money ? `Amount (${currency})` : "Counts", align: "right" as const },
        ...(props.question ? [{ key: "ask", label: "In doubt?", align: "right" as const }] : []),
      ]}
      rows={rows.map((fact, index) => ({
        key: `${fact.refId}-${index}`,
        href: factHref(fact),
        cells: {
          what: factName(fact),
          account: fact.account
            ? { text: fact.account, href: `/deals?account=${fact.accountId}` }
            : { missing: "No customer" },
          partner: fact.partner
            ? { text: fact.partner, href: `/partners/${fact.partnerId}` }
            : { missing: "No partner" },
          day: formatDay(fact.day),
          value: text(fact.value),
          ask:
            props.question && (fact.ref === "deal" || fact.ref === "registration")
              ? { text: "?", label: `Question ${factName(fact)}`, href: props.question(`${fact.ref}:${fact.refId}`) }
              : "",
        },
      }))}
      totals={
        total.count
          ? { what: total.count > rows.length ? "Total of all pages" : "Total", value: text(total.sum) }
          : undefined
      }
      footer={
        rows.length ? (
          <Pagination
            text={range}
            previousHref={props.after ? props.first : null}
            nextHref={props.next}
            back="First page"
          />
        ) : null
      }
      empty={<EmptyState title={empty.title}>{empty.says}</EmptyState>}
    />
  );
}

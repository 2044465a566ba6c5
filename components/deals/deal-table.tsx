import type { Ticks } from "@/components/tables/body-rows";
import { DataTable } from "@/components/tables/data-table";
import { Pagination } from "@/components/ui/pagination";
import { addressDefaults, type DealAddress, dealsHref } from "@/lib/deals/address";
import { columnOf, type DealColumn } from "@/lib/deals/columns";
import { formatCount, formatE4 } from "@/lib/format";
import { sortLink } from "@/lib/lists/links";
import { cellsOf, type DealRow } from "./deal-cells";
import { NoDeals } from "./no-deals";

type DealTableProps = {
  rows: readonly DealRow[];
  totals: { count: number; reportedE4: bigint; missing: number; exact: boolean };
  previous: string | null;
  next: string | null;
  address: DealAddress;
  columns: readonly DealColumn[];
  dense: boolean;
  currency: string;
  staff: boolean;
  /** Whether the viewer moves deals. */
  moves: boolean;
  /** The form that ticked deals go into. */
  ticks?: Ticks;
};

/** Deals as one line each; the totals are of the whole filter, in the reporting currency; without a sum while there are more than were counted. */
export function DealTable(props: DealTableProps) {
  const { rows, totals, address, columns, currency } = props;
  const rates =
    totals.exact && totals.missing > 0
      ? ` · ${formatCount(totals.missing)} have no exchange rate and are not in the sum`
      : "";
  const page = (edge: { after?: string; before?: string }) => dealsHref(address, { after: "", before: "", ...edge });
  return (
    <DataTable
      caption="Deals"
      dense={props.dense}
      ticks={props.ticks}
      columns={columns.map((key) => headerOf(key, address, currency))}
      rows={JSON.stringify(
        rows.map((row) => ({
          key: row.id,
          href: `/deals/${row.id}`,
          cells: cellsOf(row, currency, columns, props.moves),
        })),
      )}
      totals={totals.exact ? totalsOf(totals, columns, currency) : undefined}
      footer={
        <Pagination
          text={`${formatCount(rows.length)} of ${totals.exact ? "" : "at least "}${formatCount(totals.count)} shown${rates}`}
          previousHref={props.previous ? page({ before: props.previous }) : null}
          nextHref={props.next ? page({ after: props.next }) : null}
        />
      }
      empty={
        <NoDeals filtered={dealsHref(address, { view: "", cols: "", pick: "" }) !== "/deals"} staff={props.staff} />
      }
    />
  );
}

function headerOf(key: DealColumn, address: DealAddress, currency: string) {
  const { label, sort, align, narrow, title } = columnOf(key);
  return {
    key,
    label: key === "reported" ? `Amount, ${currency}` : label,
    align,
    narrow,
    title: key === "amount" ? `Sorted by the amount in ${currency}` : (title ?? (sort ? undefined : "Not sorted by")),
    ...(sort ? sortLink("/deals", address, addressDefaults, { sort: sort.by, startsWith: sort.startsWith }) : {}),
  };
}

/** The sum stands under the amounts, or beside the count where no amount is shown. */
function totalsOf(totals: DealTableProps["totals"], columns: readonly DealColumn[], currency: string) {
  const sum = (
    <span title={formatE4(totals.reportedE4, currency, "cents")}>{formatE4(totals.reportedE4, currency, "whole")}</span>
  );
  const under = columns.find((key) => key === "reported") ?? columns.find((key) => key === "amount");
  return { name: `Total of ${formatCount(totals.count)}`, ...(under ? { [under]: sum } : {}) };
}

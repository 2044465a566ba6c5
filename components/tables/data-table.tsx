import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

export type Column = {
  key: string;
  label: string;
  /** Numbers stand right. */
  align?: "left" | "right";
  sortHref?: string;
  sorted?: "asc" | "desc";
  /** What the column means, on hover. */
  title?: string;
};

export type Row = { key: string; href?: string; cells: Record<string, ReactNode> };

type DataTableProps = {
  caption: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** Sums of the filter, by column key. */
  totals?: Record<string, ReactNode>;
  /** Rows shown, of how many, and the pages. */
  footer?: ReactNode;
  /** In place of rows: says why there are none. */
  empty?: ReactNode;
  dense?: boolean;
  /** Wider than a desktop screen: scrolls in its own box at every width. */
  wide?: boolean;
};

/** Rows as links under a header that stays; the first column stays too. A link of its own in a cell needs `above-row`. */
export function DataTable(props: DataTableProps) {
  const { caption, columns, rows, footer, empty, dense, wide = columns.length > 9 } = props;
  if (rows.length === 0 && empty) return <div className="border-line bg-surface rounded-lg border">{empty}</div>;
  return (
    <div className="border-line bg-surface shadow-card @container rounded-lg border print:border-0">
      <section aria-label={caption} tabIndex={0} className={cx(SCROLL, !wide && fits(columns.length))}>
        <table className="w-full border-separate border-spacing-0">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <HeaderCell key={column.key} column={column} first={index === 0} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <BodyRow key={row.key} row={row} columns={columns} dense={dense} wide={wide} />
            ))}
          </tbody>
          {props.totals ? <TotalsRow totals={props.totals} columns={columns} /> : null}
        </table>
      </section>
      {footer ? <div className="border-line text-muted border-t px-4 py-2.5 text-xs">{footer}</div> : null}
    </div>
  );
}

const SCROLL =
  "relative max-h-[80dvh] overflow-auto rounded-lg -outline-offset-2 print:max-h-none print:overflow-visible";

/** From which width the columns have room: then the page scrolls and the header holds on to the window. */
function fits(columns: number) {
  if (columns <= 4) return "@2xl:max-h-none @2xl:overflow-visible";
  if (columns <= 6) return "@4xl:max-h-none @4xl:overflow-visible";
  return "@min-[70rem]:max-h-none @min-[70rem]:overflow-visible";
}

function HeaderCell({ column, first }: { column: Column; first: boolean }) {
  const right = column.align === "right";
  const order = column.sorted === "asc" ? "ascending" : column.sorted === "desc" ? "descending" : undefined;
  return (
    <th
      scope="col"
      title={column.title}
      aria-sort={order}
      className={cx(
        "bg-surface border-line text-muted sticky top-0 h-9 border-b px-3 text-xs font-medium last:pr-4 whitespace-nowrap",
        "first:rounded-tl-lg last:rounded-tr-lg print:static",
        first ? "left-0 z-4 pl-4" : "z-3",
        right ? "text-right" : "text-left",
      )}
    >
      {column.sortHref ? (
        <Link
          href={column.sortHref}
          prefetch={false}
          scroll={false}
          className={cx(
            "group/sort hover:text-ink inline-flex h-8 items-center gap-1",
            order && "text-ink",
            right && "flex-row-reverse",
          )}
        >
          {column.label}
          <Icon
            name={order === "ascending" ? "arrow-up" : order ? "arrow-down" : "chevrons-up-down"}
            className={cx(
              "size-3 print:hidden",
              !order && "opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100",
            )}
          />
        </Link>
      ) : (
        column.label
      )}
    </th>
  );
}

type BodyRowProps = { row: Row; columns: readonly Column[]; dense?: boolean; wide: boolean };

function BodyRow({ row, columns, dense, wide }: BodyRowProps) {
  return (
    <tr className={cx("group/row", row.href && "hover:bg-hover", wide && "wide-row")}>
      {columns.map((column, index) => {
        const first = index === 0;
        const Cell = first ? "th" : "td";
        return (
          <Cell
            key={column.key}
            scope={first ? "row" : undefined}
            className={cx(
              "border-line border-b px-3 last:pr-4 group-last/row:border-b-0",
              dense ? "h-7 text-xs" : "h-9",
              first ? FIRST_CELL : "whitespace-nowrap",
              first && row.href && "group-hover/row:bg-hover",
              !first && (column.align === "right" ? "text-right tabular-nums" : "max-w-60 truncate text-left"),
            )}
          >
            {first && row.href ? (
              <Link href={row.href} prefetch={false} className="row-link block truncate">
                {row.cells[column.key]}
              </Link>
            ) : (
              row.cells[column.key]
            )}
          </Cell>
        );
      })}
    </tr>
  );
}

const FIRST_CELL =
  "bg-surface text-ink sticky left-0 z-1 w-[30%] max-w-0 min-w-44 pl-4 text-left font-medium @3xl:min-w-56 print:static";

function TotalsRow({ totals, columns }: { totals: Record<string, ReactNode>; columns: readonly Column[] }) {
  return (
    <tfoot>
      <tr>
        {columns.map((column, index) => (
          <td
            key={column.key}
            className={cx(
              "border-line-strong bg-surface text-ink h-9 border-t px-3 font-semibold last:pr-4 whitespace-nowrap",
              index === 0 && "sticky left-0 z-1 pl-4",
              column.align === "right" && "text-right tabular-nums",
            )}
          >
            {totals[column.key]}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

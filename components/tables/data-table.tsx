"use client";

import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { BodyRows, type Cell, type Row, type Ticks, TotalsRow } from "./body-rows";
import { type Column, HeaderCell } from "./header-cell";

type DataTableProps = {
  caption: string;
  columns: readonly Column[];
  /** As JSON where rows are many and all cells plain: React would look at each value of them three times. */
  rows: readonly Row[] | string;
  /** Sums of the filter, by column key. */
  totals?: Record<string, Cell>;
  /** Rows shown, of how many, and the pages. */
  footer?: ReactNode;
  /** In place of rows: says why there are none. */
  empty?: ReactNode;
  dense?: boolean;
  /** A box before each row. */
  ticks?: Ticks;
  /** Wider than a desktop screen: scrolls in its own box at every width. */
  wide?: boolean;
};

/**
 * Rows as links under a header that stays; the first column stays too. A link of its own in a cell needs `above-row`.
 * A client leaf of plain data: rows travel once as data and once as HTML, not twice as elements.
 */
export function DataTable(props: DataTableProps) {
  const { caption, columns, footer, empty, dense, ticks, wide = columns.length > 9 } = props;
  const rows: readonly Row[] = typeof props.rows === "string" ? JSON.parse(props.rows) : props.rows;
  if (rows.length === 0 && empty) return <div className="border-line bg-surface rounded-lg border">{empty}</div>;
  return (
    <div className="border-line bg-surface shadow-card @container rounded-lg border print:border-0">
      <section aria-label={caption} tabIndex={0} className={cx(SCROLL, !wide && fits(columns.length))}>
        <table className={cx("data-table", dense && "dense", wide && "wide", ticks && "ticked")}>
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <HeaderCell
                  key={column.key}
                  column={column}
                  first={index === 0}
                  ticks={index === 0 ? ticks : undefined}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            <BodyRows rows={rows} columns={columns} ticks={ticks} />
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

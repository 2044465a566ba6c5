import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import type { Column } from "./header-cell";

export type Row = { key: string; href?: string; cells: Record<string, ReactNode> };

type BodyRowProps = { row: Row; columns: readonly Column[]; dense?: boolean; wide: boolean };

/** One line, one link: it starts in the first cell and covers the row. */
export function BodyRow({ row, columns, dense, wide }: BodyRowProps) {
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
              <a href={row.href} className="row-link block truncate">
                {row.cells[column.key]}
              </a>
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

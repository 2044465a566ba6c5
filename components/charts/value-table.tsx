"use client";

import { cx } from "@/components/ui/class-names";

type ValueTableProps = { caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

/** The values of a chart, row by row. */
export function ValueTable({ caption, columns, rows }: ValueTableProps) {
  return (
    <section aria-label={caption} tabIndex={0} className="relative max-h-80 overflow-auto">
      <table className="w-full text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={cx("bg-surface text-muted sticky top-0 py-1.5 pr-4 font-medium", side(index))}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]} className="border-line border-t">
              {row.map((cell, index) =>
                index === 0 ? (
                  <th key={columns[index]} scope="row" className="py-1.5 pr-4 text-left font-normal">
                    {cell}
                  </th>
                ) : (
                  <td key={columns[index]} className="text-ink py-1.5 pr-4 text-right whitespace-nowrap tabular-nums">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function side(index: number) {
  return index === 0 ? "text-left" : "text-right";
}

import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";

type ChartFigureProps = {
  /** The message or the question: "How much do partners bring in each quarter?" */
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** The same values; the first column names the row, the others are numbers. */
  table?: { columns: readonly string[]; rows: readonly (readonly string[])[] };
  className?: string;
  children: ReactNode;
};

/** A chart with its question and, behind a disclosure, the values it was drawn from. */
export function ChartFigure({ title, description, actions, table, className, children }: ChartFigureProps) {
  return (
    <Card title={title} description={description} actions={actions} className={className}>
      <figure aria-label={title}>
        {children}
        {table ? (
          <div className="mt-3 print:hidden">
            <Disclosure summary="Show the values as a table">
              <ValueTable caption={title} {...table} />
            </Disclosure>
          </div>
        ) : null}
      </figure>
    </Card>
  );
}

type ValueTableProps = { caption: string; columns: readonly string[]; rows: readonly (readonly string[])[] };

function ValueTable({ caption, columns, rows }: ValueTableProps) {
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

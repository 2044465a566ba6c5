import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { ValueTable } from "./value-table";

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

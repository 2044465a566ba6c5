"use client";

import { useState } from "react";
import { FilterMenu } from "@/components/tables/filter-menu";
import { ActionButton, ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/lib/auth/form-state";
import { type ColumnChoice, ColumnLine } from "./column-line";

type ColumnMenuProps = {
  choices: readonly ColumnChoice[];
  density: "normal" | "dense";
  /** The address of the list, as a query. */
  query: string;
  action: FormAction;
  /** In an open view the columns are tried out until it is saved; density is then no question. */
  inView: boolean;
};

/** Which columns, in which order, and how dense. With scripts the order changes in place; without, each step is sent. */
export function ColumnMenu({ choices, density, query, action, inView }: ColumnMenuProps) {
  const [columns, setColumns] = useState(choices);
  const move = (from: number, by: number) => {
    const to = from + by;
    if (to < 1 || to >= columns.length) return;
    const moved = [...columns];
    moved.splice(to, 0, ...moved.splice(from, 1));
    setColumns(moved);
  };
  /** A column that is chosen now stands after those that were. */
  const choose = (from: number, shown: boolean) => {
    const others = columns.filter((_, index) => index !== from);
    const place = shown ? others.findLastIndex((column) => column.shown) + 1 : from;
    setColumns(others.toSpliced(place, 0, { ...(columns[from] as ColumnChoice), shown }));
  };
  return (
    <FilterMenu label="Columns" alignEnd>
      <ActionForm
        action={action}
        hidden={{ query }}
        failed="The columns are as they were."
        className="space-y-3 md:w-72"
      >
        <fieldset className="max-h-80 overflow-y-auto">
          <legend className="sr-only">Columns shown, in their order</legend>
          {columns.map((column, index) => (
            <ColumnLine
              key={column.value}
              column={column}
              first={index === 0}
              move={(by) => move(index, by)}
              choose={(shown) => choose(index, shown)}
            />
          ))}
        </fieldset>
        {inView ? (
          <p className="text-muted text-xs">Shown until you close this view; save it to keep them.</p>
        ) : (
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              name="density"
              value="dense"
              defaultChecked={density === "dense"}
              className="tick m-0"
            />
            Dense rows
          </label>
        )}
        <div className="flex gap-2">
          <ActionButton variant="primary" size="small" className="grow max-md:h-11">
            Apply
          </ActionButton>
          <ActionButton size="small" name="reset" value="yes" className="max-md:h-11">
            Usual columns
          </ActionButton>
        </div>
      </ActionForm>
    </FilterMenu>
  );
}

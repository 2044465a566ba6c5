"use client";

import Form from "next/form";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Apply, Boxes, type Choice, OneOf, SearchBox } from "./filter-controls";
import { FilterMenu } from "./filter-menu";

type Menu = Choice & { chosen: readonly string[] };
type ListFiltersProps = {
  action: string;
  search: { label: string; value: string };
  /** Menus with boxes to tick: several values each. As JSON where they are many. */
  many: readonly Menu[] | string;
  /** One answer each, together in a last menu. */
  one?: readonly (Choice & { chosen: string })[];
  /** Other menus, such as a period. */
  children?: ReactNode;
  /** Kept as they are: the sort. */
  hidden?: Record<string, string>;
  actions?: ReactNode;
};

/** Filters with several values each, as one GET form. On phones the menus open as a sheet; the search stays. */
export function ListFilters({ action, search, many, one = [], children, hidden = {}, actions }: ListFiltersProps) {
  const sheet = useId();
  const menus = (typeof many === "string" ? (JSON.parse(many) as Menu[]) : many).filter(
    (choice) => choice.options.length > 0,
  );
  const inForce = menus.filter(({ chosen }) => chosen.length > 0).length + one.filter(({ chosen }) => chosen).length;
  // Boxes take their state when they are new; with another address they must be.
  const state = JSON.stringify([
    search.value,
    menus.map(({ chosen }) => chosen),
    one.map(({ chosen }) => chosen),
    hidden,
  ]);
  return (
    <Form key={state} action={action} prefetch={false} className="space-y-2 print:hidden">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox {...search} />
        <Button type="button" popoverTarget={sheet} icon="filter" className="min-h-11 md:hidden">
          Filters{inForce > 0 ? ` (${inForce})` : ""}
        </Button>
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      <div id={sheet} popover="auto" className={SHEET}>
        <p className="text-ink w-full font-semibold md:hidden">Filters</p>
        {menus.map((choice) => (
          <FilterMenu key={choice.name} label={choice.label} count={choice.chosen.length}>
            <Boxes {...choice} />
            <Apply />
          </FilterMenu>
        ))}
        {children}
        {one.length > 0 ? (
          <FilterMenu label="More" count={one.filter(({ chosen }) => chosen).length} alignEnd>
            <div className="space-y-3">
              {one.map((choice) => (
                <OneOf key={choice.name} {...choice} />
              ))}
            </div>
            <Apply />
          </FilterMenu>
        ) : null}
        <div className="bg-surface sticky -bottom-4 -mb-4 w-full py-3 md:hidden">
          <Button variant="primary" className="h-11 w-full">
            Apply
          </Button>
        </div>
      </div>
    </Form>
  );
}

const SHEET = cx(
  "flex-wrap items-center gap-2 open:flex md:flex",
  "max-md:bg-surface max-md:text-body max-md:border-line max-md:shadow-raised max-md:fixed max-md:inset-x-0 max-md:top-auto max-md:bottom-0",
  "max-md:max-h-[85dvh] max-md:w-full max-md:max-w-none max-md:gap-3 max-md:overflow-y-auto max-md:rounded-t-xl max-md:border-t max-md:p-4",
  "md:static md:m-0 md:size-auto md:overflow-visible md:border-0 md:bg-transparent md:p-0 md:text-inherit",
);

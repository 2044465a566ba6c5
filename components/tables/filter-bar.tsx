"use client";

import Form from "next/form";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

export type Filter = { name: string; label: string; value?: string } & (
  | { kind: "search"; placeholder?: string }
  | { kind: "date" }
  | { kind: "select"; options: readonly { value: string; label: string }[]; any?: string }
);

type FilterBarProps = {
  action: string;
  filters: readonly Filter[];
  /** Parameters kept as they are: the sort, the period. */
  hidden?: Record<string, string | undefined>;
  /** Beside the bar: saved views, the export. */
  actions?: ReactNode;
};

const CONTROL = "bg-surface border-control text-ink h-9 rounded-md border px-2.5 max-lg:h-11 max-lg:text-base";

/** Filters as a GET form. On phones the choices open as a sheet; the search stays. */
export function FilterBar({ action, filters, hidden = {}, actions }: FilterBarProps) {
  const sheet = useId();
  const searches = filters.filter((filter) => filter.kind === "search");
  const choices = filters.filter((filter) => filter.kind !== "search");
  const inForce = choices.filter((filter) => filter.value).length;
  // Inputs take their value when they are new; with other parameters they must be.
  const state = JSON.stringify([filters.map((filter) => filter.value ?? ""), hidden]);
  return (
    <Form key={state} action={action} prefetch={false} className="flex flex-wrap items-end gap-2 print:hidden">
      {Object.entries(hidden).map(([name, value]) =>
        value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      {searches.map((filter) => (
        <SearchControl key={filter.name} filter={filter} />
      ))}
      {choices.length > 0 ? (
        <Button type="button" popoverTarget={sheet} icon="filter" className="min-h-11 md:hidden">
          Filters{inForce > 0 ? ` (${inForce})` : ""}
        </Button>
      ) : null}
      <div id={sheet} popover="auto" className={SHEET}>
        <p className="text-ink w-full font-semibold md:hidden">Filters</p>
        {choices.map((filter) => (
          <ChoiceControl key={filter.name} filter={filter} />
        ))}
        <Button className="max-md:h-11 max-md:w-full">Apply</Button>
      </div>
      {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
    </Form>
  );
}

const SHEET = cx(
  "flex-wrap items-end gap-2 open:flex md:flex",
  "max-md:bg-surface max-md:text-body max-md:border-line max-md:shadow-raised max-md:fixed max-md:inset-x-0 max-md:top-auto max-md:bottom-0",
  "max-md:max-h-[85dvh] max-md:w-full max-md:max-w-none max-md:gap-3 max-md:rounded-t-xl max-md:border-t max-md:p-4",
  "md:static md:m-0 md:size-auto md:overflow-visible md:border-0 md:bg-transparent md:p-0 md:text-inherit",
);

function SearchControl({ filter }: { filter: Extract<Filter, { kind: "search" }> }) {
  return (
    <label className="relative max-md:w-full">
      <span className="sr-only">{filter.label}</span>
      <Icon
        name="search"
        className="text-muted pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2"
      />
      <input
        type="search"
        name={filter.name}
        defaultValue={filter.value}
        placeholder={filter.placeholder ?? filter.label}
        data-search
        className={cx(CONTROL, "placeholder:text-muted w-full pl-8 md:w-60")}
      />
    </label>
  );
}

function ChoiceControl({ filter }: { filter: Exclude<Filter, { kind: "search" }> }) {
  const shared = { name: filter.name, defaultValue: filter.value ?? "" };
  return (
    <label className="max-md:w-full">
      <span className="text-muted mb-1 block text-xs">{filter.label}</span>
      {filter.kind === "date" ? (
        <input type="date" {...shared} className={cx(CONTROL, "max-md:w-full")} />
      ) : (
        <select
          {...shared}
          className={cx(CONTROL, "select-arrow pr-8 max-w-52 min-w-32 max-md:w-full max-md:max-w-none")}
        >
          <option value="">{filter.any ?? "Any"}</option>
          {filter.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { FilterMenu } from "./filter-menu";

type RangeMenuProps = {
  label: string;
  fields: readonly { name: string; label: string; value: string; type: "date" | "number" | "text" }[];
  /** Which of several values the range is about. */
  choice?: { name: string; label: string; value: string; options: readonly { value: string; label: string }[] };
};

const CONTROL = "bg-surface border-control text-ink h-9 w-full rounded-md border px-2.5 max-lg:h-11 max-lg:text-base";

/** A span of days or amounts, or a part of a name, in a menu of the filters. */
export function RangeMenu({ label, fields, choice }: RangeMenuProps) {
  return (
    <FilterMenu label={label} count={fields.filter((field) => field.value).length}>
      <div className="space-y-3">
        {choice ? (
          <label className="block">
            <span className="text-muted mb-1 block text-xs">{choice.label}</span>
            <select name={choice.name} defaultValue={choice.value} className={`${CONTROL} select-arrow`}>
              {choice.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {fields.map((field) => (
          <label key={field.name} className="block">
            <span className="text-muted mb-1 block text-xs">{field.label}</span>
            <input
              type={field.type === "date" ? "date" : "text"}
              inputMode={field.type === "number" ? "decimal" : undefined}
              name={field.name}
              defaultValue={field.value}
              className={CONTROL}
            />
          </label>
        ))}
      </div>
      <Button variant="primary" size="small" className="mt-3 w-full max-md:hidden">
        Apply
      </Button>
    </FilterMenu>
  );
}

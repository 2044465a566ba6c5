import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

export type Choice = { name: string; label: string; options: readonly { value: string; label: string }[] };

/** The search of a list; the key `/` leads to it. */
export function SearchBox({ label, value }: { label: string; value: string }) {
  return (
    <label className="relative max-md:basis-full">
      <span className="sr-only">{label}</span>
      <Icon
        name="search"
        className="text-muted pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2"
      />
      <input
        type="search"
        name="q"
        defaultValue={value}
        placeholder={label}
        data-search
        className="bg-surface border-control text-ink placeholder:text-muted h-9 w-full rounded-md border pr-2.5 pl-8 max-lg:h-11 max-lg:text-base md:w-72"
      />
    </label>
  );
}

export function Boxes({ name, label, options, chosen }: Choice & { chosen: readonly string[] }) {
  return (
    <fieldset className="choices max-h-72 overflow-y-auto">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.label.length > 24 ? option.label : undefined}>
          <input type="checkbox" name={name} value={option.value} defaultChecked={chosen.includes(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

export function OneOf({ name, label, options, chosen }: Choice & { chosen: string }) {
  return (
    <label className="block">
      <span className="text-muted mb-1 block text-xs">{label}</span>
      <select
        name={name}
        defaultValue={chosen}
        className="bg-surface border-control text-ink select-arrow h-9 w-full rounded-md border px-2.5 pr-8 max-lg:h-11 max-lg:text-base"
      >
        <option value="">Any</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Apply() {
  return (
    <Button variant="primary" size="small" className="mt-3 w-full max-md:hidden">
      Apply
    </Button>
  );
}

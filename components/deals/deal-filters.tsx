import { ListFilters } from "@/components/tables/list-filters";
import { RangeMenu } from "@/components/tables/range-menu";
import { LinkButton } from "@/components/ui/button";
import type { dealChoices } from "@/lib/deals/choices";
import { type DealFilter, dayChoices, dealDefaults } from "@/lib/deals/filter";
import { listHref } from "@/lib/lists/links";

type DealFiltersProps = { filter: DealFilter; choices: ReturnType<typeof dealChoices>; currency: string };

/** The filter bar of the deals: choices, a span of days, a span of amounts. */
export function DealFilters({ filter, choices, currency }: DealFiltersProps) {
  const sorted = filter.sort !== dealDefaults.sort || filter.dir !== dealDefaults.dir;
  return (
    <ListFilters
      action="/deals"
      search={{ label: "Search deals or accounts", value: filter.q }}
      many={choices.many.map((choice) => ({ ...choice, chosen: filter[choice.name] }))}
      one={choices.one.map((choice) => ({ ...choice, chosen: filter[choice.name] }))}
      hidden={sorted ? { sort: filter.sort, dir: filter.dir } : {}}
      actions={
        <LinkButton
          href={listHref("/exports/deals", { ...filter, after: "", before: "" }, dealDefaults)}
          icon="download"
          download
        >
          Export
        </LinkButton>
      }
    >
      <RangeMenu
        label="Period"
        choice={{ name: "by", label: "Day", value: filter.by, options: dayChoices }}
        fields={[
          { name: "from", label: "From", value: filter.from, type: "date" },
          { name: "to", label: "Until (not included)", value: filter.to, type: "date" },
        ]}
      />
      {choices.byName ? (
        <RangeMenu
          label="Partner's name"
          fields={[{ name: "company", label: "Contains", value: filter.company, type: "text" }]}
        />
      ) : null}
      <RangeMenu
        label="Amount"
        fields={[
          { name: "min", label: `From, ${currency}`, value: filter.min, type: "number" },
          { name: "max", label: `Up to, ${currency}`, value: filter.max, type: "number" },
        ]}
      />
    </ListFilters>
  );
}

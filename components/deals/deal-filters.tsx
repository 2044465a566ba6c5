import { ListFilters } from "@/components/tables/list-filters";
import { RangeMenu } from "@/components/tables/range-menu";
import { addressDefaults, type DealAddress } from "@/lib/deals/address";
import type { dealChoices } from "@/lib/deals/choices";
import { dayChoices } from "@/lib/deals/filter";

type DealFiltersProps = { address: DealAddress; choices: ReturnType<typeof dealChoices>; currency: string };

/** What another filter leaves as it is: the order, how the deals are shown, the open view and its columns. */
const kept = ["sort", "dir", "show", "group", "view", "cols", "pick"] as const;

/** The filter bar of the deals: choices, a span of days, a span of amounts. */
export function DealFilters({ address, choices, currency }: DealFiltersProps) {
  const other = kept.filter((name) => address[name] !== addressDefaults[name]);
  return (
    <ListFilters
      action="/deals"
      search={{ label: "Search deals or accounts", value: address.q }}
      many={JSON.stringify(choices.many.map((choice) => ({ ...choice, chosen: address[choice.name] })))}
      one={choices.one.map((choice) => ({ ...choice, chosen: address[choice.name] }))}
      hidden={Object.fromEntries(other.map((name) => [name, address[name]]))}
    >
      <RangeMenu
        label="Period"
        choice={{ name: "by", label: "Day", value: address.by, options: dayChoices }}
        fields={[
          { name: "from", label: "From", value: address.from, type: "date" },
          { name: "to", label: "Until (not included)", value: address.to, type: "date" },
        ]}
      />
      {choices.byName ? (
        <RangeMenu
          label="Partner's name"
          fields={[{ name: "company", label: "Contains", value: address.company, type: "text" }]}
        />
      ) : null}
      <RangeMenu
        label="Amount"
        fields={[
          { name: "min", label: `From, ${currency}`, value: address.min, type: "number" },
          { name: "max", label: `Up to, ${currency}`, value: address.max, type: "number" },
        ]}
      />
    </ListFilters>
  );
}

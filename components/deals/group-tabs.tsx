import { cx } from "@/components/ui/class-names";
import { type DealAddress, dealsHref, type Grouping, groupings, groupingsFor } from "@/lib/deals/address";

type GroupTabsProps = { group: Grouping; address: DealAddress; kind: "staff" | "partner" };

/** What the deals may be put together by. */
export function GroupTabs({ group, address, kind }: GroupTabsProps) {
  return (
    <nav aria-label="Put together by" className="flex flex-wrap items-center gap-1 print:hidden">
      <span className="text-muted mr-1 text-xs">By</span>
      {groupingsFor(kind).map((key) => (
        <a
          key={key}
          href={dealsHref(address, { group: key })}
          aria-current={key === group ? "page" : undefined}
          className={cx(
            "rounded-md px-2.5 py-1.5 text-xs font-medium max-lg:py-3",
            key === group ? "bg-accent-soft text-ink" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {groupings[key].label}
        </a>
      ))}
    </nav>
  );
}

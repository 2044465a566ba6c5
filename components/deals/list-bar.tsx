import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { type DealAddress, dealsHref, type Show, shows } from "@/lib/deals/address";
import { type KeptView, type OpenList, viewHref } from "@/lib/deals/views";

type ListBarProps = { address: DealAddress; open: OpenList; views: readonly KeptView[]; children: ReactNode };

/** So many views stand in sight; the others are in the menu. */
const inSight = 5;

/** Kept views with one click each; how the same deals are shown; menus beside them. */
export function ListBar({ address, open, views, children }: ListBarProps) {
  const first = views.slice(0, inSight);
  const shown = open.view && !first.includes(open.view) ? [...first, open.view] : first;
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <nav aria-label="How the deals are shown" className="bg-sunken flex rounded-md p-0.5">
        {(Object.keys(shows) as Show[]).map((show) => (
          <a
            key={show}
            href={dealsHref(address, { show, after: "", before: "" })}
            aria-current={address.show === show ? "page" : undefined}
            className={cx(
              "rounded px-2.5 py-1.5 text-xs font-medium max-lg:py-3",
              address.show === show ? "bg-surface text-ink shadow-card" : "text-muted hover:text-ink",
            )}
          >
            {shows[show]}
          </a>
        ))}
      </nav>
      {shown.length > 0 ? (
        <nav aria-label="Kept views" className="flex min-w-0 flex-wrap items-center gap-1">
          <ViewLink href={dealsHref({ show: address.show }, { view: "none" })} current={!open.view}>
            All deals
          </ViewLink>
          {shown.map((view) => (
            <ViewLink key={view.id} href={viewHref(view)} current={view === open.view}>
              {view.name}
              {view === open.view && open.changed ? <span className="text-muted font-normal"> · changed</span> : null}
            </ViewLink>
          ))}
        </nav>
      ) : null}
      <div className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0 max-md:w-full max-md:[&>details]:w-auto">
        {children}
      </div>
    </div>
  );
}

function ViewLink({ href, current, children }: { href: string; current: boolean; children: ReactNode }) {
  return (
    <a
      href={href}
      aria-current={current ? "page" : undefined}
      className={cx(
        "max-w-64 truncate rounded-md px-2.5 py-1.5 text-xs font-medium max-lg:py-3",
        current ? "bg-accent-soft text-ink" : "text-muted hover:bg-hover hover:text-ink",
      )}
    >
      {children}
    </a>
  );
}

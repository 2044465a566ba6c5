import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { NavLink } from "./nav-link";
import { type NavItem, Navigation } from "./navigation";
import { PersonCorner, type ShellPerson } from "./person-corner";
import { ProductName } from "./product-mark";
import { SoftLinks } from "./soft-links";

type ShellProps = {
  product?: string;
  home: string;
  nav: readonly NavItem[];
  person: ShellPerson;
  /** What stands in the menu over the person: theme, sessions, sign out. */
  personMenu?: ReactNode;
  /** Above the nouns: the search. */
  search?: ReactNode;
  /** Over every page while it holds: "You are viewing the portal as Northwind, read only." */
  banner?: { text: ReactNode; action?: ReactNode };
  children: ReactNode;
};

/** The frame: a rail on wide screens, a sheet on phones. Works without a script. */
export function Shell({ product, home, nav, person, personMenu, search, banner, children }: ShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] print:block">
      <a
        href="#main"
        className="bg-accent-solid text-on-accent fixed top-2 left-2 z-50 -translate-y-20 rounded-md px-3 py-2 focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="bg-surface border-line sticky top-0 z-20 flex h-14 items-center gap-2 border-b px-2 lg:hidden print:hidden">
        <button
          type="button"
          popoverTarget="navigation"
          className="text-body grid size-11 place-items-center rounded-md"
        >
          <Icon name="menu" className="size-5" label="Open the menu" />
        </button>
        <NavLink href={home} current={false} className="flex rounded">
          <ProductName name={product} />
        </NavLink>
      </header>
      <aside id="navigation" aria-label="Menu" popover="auto" className={RAIL}>
        <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-5">
          <NavLink href={home} current={false} className="flex rounded">
            <ProductName name={product} />
          </NavLink>
          <button
            type="button"
            popoverTarget="navigation"
            popoverTargetAction="hide"
            className="text-muted grid size-11 place-items-center lg:hidden"
          >
            <Icon name="x" className="size-5" label="Close the menu" />
          </button>
        </div>
        {search ? <div className="px-3 pb-3">{search}</div> : null}
        <Navigation nav={nav} />
        <PersonCorner person={person} menu={personMenu} />
      </aside>
      <div className="min-w-0">
        {banner ? (
          <div
            role="status"
            className="border-warn/25 bg-warn-soft text-ink flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2 sm:px-6 lg:px-8"
          >
            <Icon name="eye" className="text-warn" />
            <p className="min-w-0 flex-1 font-medium">{banner.text}</p>
            {banner.action}
          </div>
        ) : null}
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-[88rem] space-y-6 px-4 py-6 outline-none sm:px-6 lg:px-8 print:p-0"
        >
          {children}
        </main>
      </div>
      <SoftLinks />
    </div>
  );
}

const RAIL = cx(
  "bg-surface border-line text-body flex-col overflow-visible border-r p-0 print:hidden",
  "max-lg:shadow-raised open:flex max-lg:fixed max-lg:inset-y-0 max-lg:right-auto max-lg:left-0 max-lg:h-dvh max-lg:max-h-none max-lg:w-[17rem]",
  "lg:sticky lg:top-0 lg:flex lg:h-dvh lg:w-auto lg:border-y-0 lg:border-l-0",
);

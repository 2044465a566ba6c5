import { cx } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";
import { NavLink } from "./nav-link";

export type NavItem = {
  href: string;
  label: string;
  icon: IconName;
  group?: string;
  current?: boolean;
  count?: string;
};

/** The nouns this person may open, in their groups. */
export function Navigation({ nav }: { nav: readonly NavItem[] }) {
  const groups = [...new Set(nav.map((item) => item.group))];
  return (
    <nav aria-label="Main" className="min-h-0 flex-1 space-y-3 overflow-y-auto px-3 py-1">
      {groups.map((group) => (
        <div key={group ?? ""}>
          {group ? <p className="text-muted px-2.5 pb-1 text-xs font-medium">{group}</p> : null}
          <ul className="space-y-0.5">
            {nav
              .filter((item) => item.group === group)
              .map((item) => (
                <li key={item.href}>
                  <NavLink href={item.href} current={item.current} className={NAV_ITEM}>
                    <Icon name={item.icon} className="text-muted group-aria-[current]/nav:text-accent size-4" />
                    <span className="min-w-0 flex-1 truncate">{item.label}</span>
                    {item.count ? <span className="text-muted text-xs">{item.count}</span> : null}
                  </NavLink>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const NAV_ITEM = cx(
  "group/nav text-body hover:bg-hover hover:text-ink flex h-8 items-center gap-2.5 rounded-md px-2.5 max-lg:h-11",
  "aria-[current]:bg-accent-soft aria-[current]:text-ink aria-[current]:font-medium",
);

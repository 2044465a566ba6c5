import type { ReactNode } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { NavLink } from "./nav-link";

const LOOK =
  "text-body hover:bg-hover hover:text-ink flex h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left max-lg:h-11";

/** A line of the person's menu that leads to a page. */
export function MenuLink({ href, icon, children }: { href: string; icon: IconName; children: ReactNode }) {
  return (
    <NavLink href={href} current={false} className={LOOK}>
      <Icon name={icon} className="text-muted size-4" />
      {children}
    </NavLink>
  );
}

/** A line of the person's menu that submits the form around it: sign out. */
export function MenuButton({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <button type="submit" className={LOOK}>
      <Icon name={icon} className="text-muted size-4" />
      {children}
    </button>
  );
}

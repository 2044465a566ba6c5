"use client";

import { usePathname } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";

type NavLinkProps = { href: string; current?: boolean; className: string; children: ReactNode };

/** A link of the frame. The frame outlives a page, so the link itself knows where it is and closes the sheet it stands in. */
export function NavLink({ href, current, className, children }: NavLinkProps) {
  const pathname = usePathname();
  const here = current ?? (pathname === href || (href !== "/" && pathname.startsWith(`${href}/`)));
  return (
    <a href={href} aria-current={here ? "page" : undefined} className={className} onClick={closeSheets}>
      {children}
    </a>
  );
}

function closeSheets(event: MouseEvent<HTMLElement>) {
  for (
    let at = event.currentTarget.closest<HTMLElement>("[popover]");
    at;
    at = at.parentElement?.closest<HTMLElement>("[popover]") ?? null
  ) {
    if (at.matches(":popover-open")) at.hidePopover();
  }
}

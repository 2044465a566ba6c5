import { cx } from "./class-names";

type TabsProps = { label: string; items: { href: string; label: string; count?: string; current?: boolean }[] };

/** Tabs are pages: each is a link. */
export function Tabs({ label, items }: TabsProps) {
  return (
    <nav aria-label={label} className="border-line overflow-x-auto overflow-y-hidden border-b print:hidden">
      <ul className="flex gap-5">
        {items.map((tab) => (
          <li key={tab.href}>
            <a
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={cx(
                "flex h-10 items-center gap-1.5 border-b-2 whitespace-nowrap transition-colors -outline-offset-2",
                tab.current ? "border-accent text-ink font-medium" : "text-muted hover:text-ink border-transparent",
              )}
            >
              {tab.label}
              {tab.count ? <span className="text-muted text-xs font-normal">{tab.count}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { ReactNode } from "react";
import { Icon } from "./icon";
import { TextLink } from "./text-link";

type PageHeaderProps = {
  title: ReactNode;
  /** The state of the page in one sentence: "42 open deals, 7 stalled". */
  state?: ReactNode;
  breadcrumb?: { label: string; href: string }[];
  badges?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, state, breadcrumb, badges, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {breadcrumb?.length ? <Breadcrumb items={breadcrumb} /> : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-title font-semibold tracking-[-0.012em] wrap-anywhere">{title}</h1>
          {badges}
        </div>
        {state ? <p className="text-muted mt-1 max-w-[72ch]">{state}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div> : null}
    </header>
  );
}

function Breadcrumb({ items }: { items: { label: string; href: string }[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1 print:hidden">
      <ol className="text-muted flex flex-wrap items-center gap-1 text-xs">
        {items.map((item, index) => (
          <li key={item.href} className="flex items-center gap-1">
            <TextLink href={item.href} quiet className="text-muted py-1">
              {item.label}
            </TextLink>
            {index < items.length - 1 ? <Icon name="chevron-right" className="size-3" /> : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}

import type { ReactNode } from "react";
import { cx } from "./class-names";

type TextLinkProps = {
  href: string;
  children: ReactNode;
  className?: string;
  title?: string;
  quiet?: boolean;
  data?: Record<string, string>;
};

/** A link in running text. Pages behind it are not fetched ahead: each costs the server a query. */
export function TextLink({ href, children, className, title, quiet, data }: TextLinkProps) {
  return (
    <a
      href={href}
      title={title}
      {...data}
      className={cx(
        "underline-offset-3 hover:underline",
        quiet ? "text-body hover:text-ink" : "text-accent font-medium",
        className,
      )}
    >
      {children}
    </a>
  );
}

import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "./class-names";
import { Icon, type IconName } from "./icon";

type Look = { variant?: "primary" | "secondary" | "quiet" | "danger"; size?: "normal" | "small"; icon?: IconName };

export function Button({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="submit" {...rest} className={buttonClass({ variant, size }, className)}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  );
}

type LinkButtonProps = Look & {
  href: string;
  className?: string;
  children: ReactNode;
  download?: boolean;
  /** For another state of the same page. */
  keepScroll?: boolean;
};

/** A link that looks like a button; with `download` the browser fetches the address itself. */
export function LinkButton({ href, variant, size, icon, className, children, download, keepScroll }: LinkButtonProps) {
  return (
    <a
      href={href}
      className={buttonClass({ variant, size }, className)}
      download={download}
      data-keep-scroll={keepScroll}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  );
}

const buttonClass = ({ variant = "secondary", size = "normal" }: Look, className?: string) =>
  cx("button", variant, size === "small" && size, className);

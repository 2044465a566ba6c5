import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cx } from "./class-names";
import { Icon, type IconName } from "./icon";

type Look = { variant?: "primary" | "secondary" | "quiet" | "danger"; size?: "normal" | "small"; icon?: IconName };

const VARIANTS = {
  primary: "bg-accent-solid text-on-accent hover:bg-accent-solid-hover border-transparent shadow-card",
  secondary: "bg-surface text-ink border-line-strong hover:bg-hover shadow-card",
  quiet: "text-body border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-bad-solid text-on-accent border-transparent hover:brightness-95 shadow-card",
};

const SIZES = { normal: "h-9 px-3.5 max-lg:min-h-10", small: "h-7 px-2.5 text-xs" };

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

type LinkButtonProps = Look & { href: string; className?: string; children: ReactNode; download?: boolean };

/** A link that looks like a button; with `download` the browser fetches the address itself. */
export function LinkButton({ href, variant, size, icon, className, children, download }: LinkButtonProps) {
  return (
    <a href={href} className={buttonClass({ variant, size }, className)} download={download}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  );
}

function buttonClass({ variant = "secondary", size = "normal" }: Look, className?: string) {
  return cx(
    "inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-55 print:hidden",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

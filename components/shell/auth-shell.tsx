import type { ReactNode } from "react";
import { ProductName } from "./product-mark";

type AuthShellProps = {
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  product?: string;
  children?: ReactNode;
};

/** A calm page with one thing to do: sign-in, "check your mail", a page that is not there. */
export function AuthShell({ title, description, footer, product, children }: AuthShellProps) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 pt-[14dvh] pb-10">
      <header>
        <ProductName name={product} />
      </header>
      <main className="bg-surface border-line shadow-raised mt-8 w-full max-w-[26rem] rounded-xl border p-6 sm:p-8">
        <h1 className="text-title font-semibold tracking-[-0.012em]">{title}</h1>
        {description ? <div className="text-muted mt-1.5 text-pretty">{description}</div> : null}
        {children ? <div className="mt-6 space-y-4">{children}</div> : null}
      </main>
      {footer ? <div className="text-muted mt-6 max-w-[26rem] text-center text-xs text-pretty">{footer}</div> : null}
    </div>
  );
}

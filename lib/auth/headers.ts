import { fixedHeaders } from "./fixed-headers";
import { isSecure } from "./public-url";

/**
 * The headers of every answer. Scripts run only with this answer's nonce, which Next puts on its own. `formTargets` are
 * origins a form may lead to beside ours: the single sign-on provider, on the sign-in page.
 */
export function securityHeaders(nonce: string, formTargets: readonly string[] = []): Record<string, string> {
  const development = process.env.NODE_ENV === "development";
  return {
    "Content-Security-Policy": [
      "default-src 'self'",
      // React's development build evaluates code to rebuild stacks; the production build never does.
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
      // The development server adds style elements without a nonce.
      development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      `form-action ${["'self'", ...formTargets].join(" ")}`,
      "frame-ancestors 'none'",
    ].join("; "),
    ...fixedHeaders,
    ...transportHeaders(),
  };
}

/** Browsers that came over TLS once never come without it again. */
export const transportHeaders = (): Record<string, string> =>
  isSecure() ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : {};

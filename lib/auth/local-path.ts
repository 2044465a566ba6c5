const base = "http://portal.invalid";

/**
 * `path` when it names a page of this portal, otherwise `fallback`. Accepts only what every browser reads as a path of
 * the same origin; the result is normalised, at most 500 characters long and never leads to the sign-in pages.
 */
export function localPath(path: unknown, fallback = "/"): string {
  if (typeof path !== "string" || path.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path)) return fallback;
  if (/[\\<>"]|%(?:0|1|5c|2f%2f|25)|\/%2f/i.test(path.split("?")[0] ?? "")) return fallback;
  if (!URL.canParse(path, base)) return fallback;
  const url = new URL(path, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback;
  if (/^\/(sign-in|api)(\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search;
}

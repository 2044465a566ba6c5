import "server-only";
import { countPages, type PageCount } from "@/db/usage/commands";
import type { Viewer } from "@/lib/access/viewer";
import { pageOf } from "@/lib/usage/page-name";

const everyMs = 15_000;
const place = globalThis as typeof globalThis & { tandemPages?: Map<string, PageCount> };
place.tandemPages ??= new Map();

/**
 * Counts that somebody of a role and company opened a page: kept in memory and written each quarter of a minute, all at once,
 * so that no page waits for it. What staff look at as a partner is not counted.
 */
export function countPage(viewer: Viewer, address: string | null, headers: Headers): void {
  const page = address && !headers.has("next-action") && !headers.has("next-router-prefetch") ? pageOf(address) : null;
  if (!page || (viewer.kind === "partner" && viewer.viewedBy)) return;
  const seen = place.tandemPages as Map<string, PageCount>;
  const partner = viewer.kind === "partner" ? viewer.partnerId : null;
  const key = [page, viewer.role, partner].join(" ");
  if (seen.size === 0) setTimeout(write, everyMs).unref();
  seen.set(key, { page, role: viewer.role, partner, views: (seen.get(key)?.views ?? 0) + 1 });
}

/** A count that cannot be written is lost: it is no reason to trouble anybody. */
function write(): void {
  const seen = [...(place.tandemPages?.values() ?? [])];
  place.tandemPages?.clear();
  countPages(seen).catch((error: Error) => console.error(`page views were not counted: ${error.name}`));
}

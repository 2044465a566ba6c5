import { isMetricKey, metricOf } from "@/lib/metrics/registry";
import { pages } from "@/lib/routes";

const patterns = pages.map(({ href }) => ({
  href: href as string,
  matches: new RegExp(`^${href.replace(/\[\w+\]/g, "[^/]+")}$`),
}));
const byAddress = new Map(patterns.map(({ href }) => [href, href]));

/**
 * The page that an address opens, by its name alone: `/deals/[dealId]`, never whose; a metric's page by its metric. Null for
 * what is no page.
 */
export function pageOf(address: string): string | null {
  const path = address.split(/[?#]/)[0] as string;
  const [, metric] = /^\/metrics\/([a-z_0-9]+)$/.exec(path) ?? [];
  if (metric) return isMetricKey(metric) ? path : null;
  return byAddress.get(path) ?? patterns.find(({ matches }) => matches.test(path))?.href ?? null;
}

/** A page in words. */
export function labelOfPage(page: string): string {
  const [, metric] = /^\/metrics\/([a-z_0-9]+)$/.exec(page) ?? [];
  if (metric && isMetricKey(metric)) return `Figure: ${metricOf(metric).label}`;
  return pages.find(({ href }) => href === page)?.label ?? page;
}

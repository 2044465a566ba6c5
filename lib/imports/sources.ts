import { type Mapping, readMapping, withDateFormat } from "./mapping";
import adventureworks from "./sources/adventureworks-resellers.json";
import cncf from "./sources/cncf-partners.json";
import maven from "./sources/maven-crm.json";

/** The mappings that come with the portal, by source: a starting point that is edited as data. */
const shipped = {
  "maven-crm": () => readMapping(maven),
  "maven-crm-us": () => ({
    ...withDateFormat(readMapping(maven), "M/d/yyyy"),
    label: "CRM sales opportunities, US dates (Maven)",
  }),
  "adventureworks-resellers": () => readMapping(adventureworks),
  "cncf-partners": () => readMapping(cncf),
} as const satisfies Record<string, () => Mapping>;

export type ShippedSource = keyof typeof shipped;
export const shippedSources = Object.keys(shipped) as ShippedSource[];

/** The shipped mapping of a source, or undefined. `maven-crm-us` feeds the same source as `maven-crm`. */
export function shippedMapping(source: string): Mapping | undefined {
  return Object.hasOwn(shipped, source) ? shipped[source as ShippedSource]() : undefined;
}

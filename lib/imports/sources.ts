import { type Mapping, readMapping, withDateFormat } from "./mapping";
import adventureworks from "./sources/adventureworks-resellers.json";
import cncf from "./sources/cncf-partners.json";
import maven from "./sources/maven-crm.json";
import partnerList from "./sources/partner-list.json";

/** The mappings that come with the portal, by source: a starting point that is edited as data. */
const shipped = {
  "partner-list": partnerList,
  "maven-crm": maven,
  "adventureworks-resellers": adventureworks,
  "cncf-partners": cncf,
} as const satisfies Record<string, object>;

/** Other names of a source, whose files write their dates otherwise. */
const variants: Record<string, { of: ShippedSource; date: string }> = {
  "maven-crm-us": { of: "maven-crm", date: "M/d/yyyy" },
};

export type ShippedSource = keyof typeof shipped;
export const shippedSources = Object.keys(shipped) as ShippedSource[];
export const sourceNames = [...shippedSources, ...Object.keys(variants)];

/** The shipped mapping of a source, or undefined. */
export function shippedMapping(source: string): Mapping | undefined {
  return Object.hasOwn(shipped, source) ? readMapping(shipped[source as ShippedSource]) : undefined;
}

/** What a name stands for: a source, and perhaps how its files write dates instead. */
export function resolveSource(name: string): { source: string; adapt: (mapping: Mapping) => Mapping } {
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  return variant
    ? { source: variant.of, adapt: (mapping) => withDateFormat(mapping, variant.date) }
    : { source: name, adapt: (mapping) => mapping };
}

/** A small mapping to begin a new source with. */
export const exampleMapping = (): Mapping =>
  readMapping({
    source: "our-crm",
    label: "Our CRM",
    format: { delimiter: ",", date: "yyyy-MM-dd", decimal: "." },
    files: { accounts: { match: "accounts*.csv" } },
    valueMaps: { industry: { IT: "technology" } },
    feeds: [
      {
        entity: "account",
        from: "accounts",
        fields: {
          id: { column: "Id" },
          name: { column: "Name" },
          industry: { column: "Industry", map: "industry" },
        },
      },
    ],
  });

import { z } from "zod";
import { first, oneOf, pageNumber, someIds, someOf, someTexts } from "@/lib/lists/parameters";
import { metricQuery } from "../metrics/filter";
import { contractStatuses, importances, keysOf, partnerStatuses, partnerTypes } from "./words";

export const partnerSorts = ["book", "name", "tier", "status", "country", "joined", "pipeline", "won"] as const;
export type PartnerSort = (typeof partnerSorts)[number];

/** The list of partners as an address says it. Anything else in the address is ignored. */
export const partnerFilter = z.object({
  q: first,
  tier: someTexts,
  status: someOf(keysOf(partnerStatuses)),
  type: someOf(keysOf(partnerTypes)),
  importance: someOf(keysOf(importances)),
  contract: someOf(keysOf(contractStatuses)),
  specialization: someTexts,
  country: someTexts,
  region: someTexts,
  territory: someTexts,
  manager: someIds(["me", "none"]),
  deals: oneOf(["open", "none"]),
  certified: oneOf(["yes", "no"]),
  sort: oneOf(partnerSorts, "book"),
  dir: oneOf(["asc", "desc"], "asc"),
  page: pageNumber,
});

export type PartnerFilter = z.output<typeof partnerFilter>;

export const partnerDefaults: PartnerFilter = partnerFilter.parse({});

/** The choices whose words are fixed; the others come from the data. */
export const dealChoices = [
  { value: "open", label: "Has open deals" },
  { value: "none", label: "No open deals" },
];
export const certifiedChoices = [
  { value: "yes", label: "Has a valid certification" },
  { value: "no", label: "Has none" },
];

/** Ready-made questions, each one click. */
export const partnerViews = [
  { label: "Gold without certification", href: "/partners?tier=gold&certified=no" },
  { label: "Dormant with open deals", href: "/partners?status=dormant&deals=open" },
  { label: "High potential, no open deals", href: "/partners?importance=strategic&importance=high&deals=none" },
] as const;

/** Where the figures of the listed partners are; nowhere when the list is narrowed by what figures cannot be cut by. */
export function figuresHref(filter: PartnerFilter, inForce: number): string | null {
  const { type, tier, region, country, status } = filter;
  const where = { type, tier, region, country, status };
  const said = Object.values(where).reduce((count, values) => count + values.length, 0);
  return said > 0 && said === inForce ? `/metrics${metricQuery({ where })}` : null;
}

import { z } from "zod";
import { first, pageNumber, someIds, someOf } from "@/lib/lists/parameters";
import { keysOf } from "@/lib/partners/words";
import { leadStatuses } from "./words";

/** The list of leads as an address says it; a partner's own list takes the page alone. */
export const leadFilter = z.object({
  q: first,
  status: someOf(keysOf(leadStatuses)),
  partner: someIds(),
  page: pageNumber,
});
export type LeadFilter = z.output<typeof leadFilter>;
export const leadDefaults: LeadFilter = leadFilter.parse({});

import { z } from "zod";
import { first, isId, pageNumber, someIds, someOf } from "@/lib/lists/parameters";
import { keysOf } from "@/lib/partners/words";
import { leadStatuses } from "./words";

/** The list of leads as an address says it: staff's goes on from an edge, a partner's own takes the page alone. */
export const leadFilter = z.object({
  q: first,
  status: someOf(keysOf(leadStatuses)),
  partner: someIds(),
  page: pageNumber,
  after: first,
  before: first,
});
export type LeadFilter = z.output<typeof leadFilter>;
export const leadDefaults: LeadFilter = leadFilter.parse({});

/** Where a page of leads ends: the place of its last lead in the order of the list, in microseconds since 1970. */
export type LeadEdge = { rank: number; waits: string; created: string; id: string };

/** The edge as it stands in the address. */
export const edgeText = ({ rank, waits, created, id }: LeadEdge): string => [rank, waits, created, id].join(".");

/** Reads an edge; null when it is none. */
export function readEdge(text: string): LeadEdge | null {
  const [, rank, waits, created, id] = /^([1-4])\.(\d{1,17})\.(\d{1,17})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  return rank && waits && created && id && isId(id) ? { rank: Number(rank), waits, created, id } : null;
}

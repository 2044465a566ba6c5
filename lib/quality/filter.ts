import { z } from "zod";
import { first, isId, oneOf, pageNumber } from "@/lib/lists/parameters";
import { pairKindKeys } from "./duplicates";
import { qualityRuleKeys } from "./registry";
import { type Kind, kinds } from "./rule";

/** What was entered in the portal has no source; an address calls it so. */
export const portal = "portal";
const partnerId = first.transform((value) => (isId(value) ? value : ""));
const kind = oneOf(Object.keys(kinds) as Kind[]);

/** The page of data quality as an address says it: of the program, or of one partner or source, by all kinds or one. */
export const qualityFilter = z.object({ kind, source: first, partner: partnerId, page: pageNumber });
export type QualityFilter = z.output<typeof qualityFilter>;
export const qualityDefaults: QualityFilter = qualityFilter.parse({});

export const findingShows = { open: "Open", accepted: "Accepted as they are", mended: "Mended" } as const;
export type FindingShow = keyof typeof findingShows;

/** The list of findings as an address says it. */
export const findingFilter = z.object({
  show: oneOf(Object.keys(findingShows) as FindingShow[], "open"),
  rule: oneOf(qualityRuleKeys),
  kind,
  source: first,
  partner: partnerId,
  after: first,
});
export type FindingFilter = z.output<typeof findingFilter>;
export const findingDefaults: FindingFilter = findingFilter.parse({});

export const pairShows = { open: "To look at", dismissed: "Not the same", merged: "Merged" } as const;
export type PairShow = keyof typeof pairShows;

/** The list of possible duplicates as an address says it. */
export const pairFilter = z.object({
  kind: oneOf(pairKindKeys, "partner"),
  show: oneOf(Object.keys(pairShows) as PairShow[], "open"),
  page: pageNumber,
});
export type PairFilter = z.output<typeof pairFilter>;
export const pairDefaults: PairFilter = pairFilter.parse({});

/** Where a page of findings ends: first seen, in microseconds since 1970, and the id. */
export const edgeText = ({ seen, id }: { seen: string; id: string }): string => `${seen}.${id}`;
export function readEdge(text: string): { seen: string; id: string } | null {
  const [, seen, id] = /^(\d{1,17})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  return seen && id && isId(id) ? { seen, id } : null;
}

const why = z.string().trim().min(3, "Say why: others rely on it").max(500, "At most 500 characters");
const id = z.string().refine(isId);
export const acceptForm = z.object({ findingId: id, why });
export const reopenForm = z.object({ findingId: id });
export const dismissForm = z.object({ pairId: id, why });
export const mergeForm = z.object({ pairId: id, keptId: id, reason: why });
export const unmergeForm = z.object({ mergeId: id, kind: z.enum(pairKindKeys), reason: why });

import { z } from "zod";
import { type ListState, listHref } from "../lists/links";
import { isId, oneOf, first as text } from "../lists/parameters";
import { type EngagementLevel, engagementLevels } from "../metrics/engagement";
import { partnerFilter } from "../partners/filter";
import { type Quadrant, quadrantKeys, quadrants } from "./quadrants";

export const levelKeys = Object.keys(engagementLevels) as EngagementLevel[];
export const isLevel = (set: string): set is EngagementLevel => Object.hasOwn(engagementLevels, set);

/** What is listed under the drawing: everybody, a corner, a level of engagement, or the answer to a question. */
export const sets = {
  potential: "High potential, under-performing",
  ...(Object.fromEntries(
    levelKeys.map((key) => [key, `Engagement: ${engagementLevels[key].label.toLowerCase()}`]),
  ) as Record<EngagementLevel, string>),
  ...(Object.fromEntries(quadrantKeys.map((key) => [key, quadrants[key].label])) as Record<Quadrant, string>),
} as const;
export type SetKey = keyof typeof sets;

const { sort: _sort, dir: _dir, ...filter } = partnerFilter.shape;
const setKeys = Object.keys(sets) as SetKey[];

/** The whole address: the partners' filter, which set is listed, and a kept view. */
export const segmentAddress = z.object({
  ...filter,
  set: oneOf(setKeys as [SetKey, ...SetKey[]]),
  view: text.transform((given) => (isId(given) ? given : "")),
});
export type SegmentAddress = z.output<typeof segmentAddress>;
export const segmentDefaults: SegmentAddress = segmentAddress.parse({});

export const segmentsHref = (address: Partial<SegmentAddress>, change: Partial<ListState> = {}) =>
  listHref("/segments", address as ListState, segmentDefaults, change);

/** What a kept view holds of the address. */
export const segmentQuery = (address: SegmentAddress) =>
  segmentsHref(address, { page: 1, view: "" }).split("?")[1] ?? "";

/** The address of a kept view: read anew for whoever opens it. */
export function segmentViewHref({ id, query }: { id: string; query: string }): string {
  const read = new URLSearchParams(query);
  const given = Object.fromEntries([...new Set(read.keys())].map((name) => [name, read.getAll(name)]));
  return segmentsHref(segmentAddress.parse(given), { view: id });
}

/** The questions that lead to decisions, each one click. */
export const segmentQuestions = [
  { label: "Gold partners without a valid certification", href: "/segments?tier=gold&certified=no" },
  { label: "Inactive partners that still hold open deals", href: "/segments?deals=open&set=inactive" },
  { label: "High potential, under-performing", href: "/segments?set=potential" },
] as const;

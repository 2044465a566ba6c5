import { z } from "zod";
import type { Viewer } from "@/lib/access/viewer";
import { type ListState, listHref, type Option } from "@/lib/lists/links";
import { first, isId, oneOf, type Parameters } from "@/lib/lists/parameters";
import { columnsFor, type DealColumn, dealColumns } from "./columns";
import { dealFilter } from "./filter";

/** What rows can be put together by. Other companies and what they are exist for staff alone. */
export const groupings = {
  stage: { label: "Stage" },
  month: { label: "Month" },
  family: { label: "Product family" },
  partner: { label: "Partner", of: "staff" },
  tier: { label: "Tier", of: "staff" },
  region: { label: "Region", of: "staff" },
} as const satisfies Record<string, { label: string; of?: Viewer["kind"] }>;
export type Grouping = keyof typeof groupings;

export const groupingsFor = (kind: Viewer["kind"]): Grouping[] =>
  (Object.keys(groupings) as Grouping[]).filter((key) => !("of" in groupings[key]) || kind === "staff");

export const shows = { table: "Table", board: "Board", funnel: "Funnel", sums: "Sums" } as const;
export type Show = keyof typeof shows;

/** Columns as the address names them, comma between; others are left out. */
const columnList = first.transform((text) =>
  [...new Set(text.split(",").filter((key): key is DealColumn => Object.hasOwn(dealColumns, key)))].join(","),
);

/** A kept view by its id; `none` when the list is asked for without any. */
const viewId = first.transform((text) => (text === "none" || isId(text) ? text : ""));

/** The whole address of the list: which deals, and how they are shown. */
export const dealAddress = z.object({
  ...dealFilter.shape,
  show: oneOf(["table", "board", "funnel", "sums"], "table"),
  group: oneOf(["stage", "month", "family", "partner", "tier", "region"], "stage"),
  view: viewId,
  cols: columnList,
  /** Whether rows can be ticked, to do something with several at once. */
  pick: oneOf(["yes"]),
});
export type DealAddress = z.output<typeof dealAddress>;

export const addressDefaults: DealAddress = dealAddress.parse({});

/** The list in another state. */
export const dealsHref = (address: Partial<DealAddress>, change: Partial<ListState> = {}) =>
  listHref("/deals", address as ListState, addressDefaults, change);

/** What a kept view holds of the address: everything but the page, the view itself, its columns and whether rows are ticked. */
export const queryOf = (address: DealAddress): string =>
  dealsHref(address, { after: "", before: "", view: "", cols: "", pick: "" }).split("?")[1] ?? "";

/** The address that a kept text stands for. It is read like any other: what is not understood is left out. */
export function addressOf(query: string): DealAddress {
  return dealAddress.parse(parametersOf(query));
}

export function parametersOf(query: string): Parameters {
  const read = new URLSearchParams(query);
  return Object.fromEntries([...new Set(read.keys())].map((name) => [name, read.getAll(name)]));
}

/** What a column chooser offers: those shown in their order, then the others. */
export function columnChoices(kind: Viewer["kind"], shown: readonly DealColumn[]): (Option & { shown: boolean })[] {
  const others = columnsFor(kind).filter((key) => !shown.includes(key));
  return [...shown, ...others].map((key) => ({
    value: key,
    label: dealColumns[key].label,
    shown: shown.includes(key),
  }));
}

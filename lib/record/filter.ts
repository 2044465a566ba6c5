import { z } from "zod";
import { oneOf, pageNumber } from "@/lib/lists/parameters";

/** The parts of a partner's record beside its overview. */
export const recordShows = {
  tasks: "Tasks",
  contacts: "Contacts",
  log: "Interactions",
  contracts: "Contracts",
  files: "Files",
  money: "Money",
} as const;
export type RecordShow = keyof typeof recordShows;

export const recordFilter = z.object({
  show: oneOf(Object.keys(recordShows) as RecordShow[], "tasks"),
  page: pageNumber,
});

/** Where a part of a partner's record stands. */
export const recordHref = (partnerId: string, show: RecordShow, page = 1) =>
  `/partners/${partnerId}/record?show=${show}${page > 1 ? `&page=${page}` : ""}`;

import { z } from "zod";
import { first, oneOf, pageNumber } from "../lists/parameters";
import { type GapKey, gapKeys } from "./gaps";
import { type MovementKey, movementKeys } from "./movement";

const pages = { page: pageNumber, book: oneOf(["all"]) };

/** The address of a list behind the morning: which list, whose partners, which page. */
export const movementFilter = z.object({
  ...pages,
  list: first.transform((text): MovementKey => movementKeys.find((key) => key === text) ?? "stalled"),
});
export const gapFilter = z.object({
  ...pages,
  list: first.transform((text): GapKey => gapKeys.find((key) => key === text) ?? "uncertified"),
});
export const callFilter = z.object({ book: pages.book });

/** The same list elsewhere. */
export function morningHref(
  path: string,
  { list, book, page }: { list?: string; book: string; page?: number },
): string {
  const query = new URLSearchParams();
  if (list) query.set("list", list);
  if (book) query.set("book", book);
  if (page && page > 1) query.set("page", String(page));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

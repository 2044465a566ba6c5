import { isId } from "@/lib/lists/parameters";

/** What a file belongs to. */
export type FilePlace = { of: "deal" | "registration" | "claim"; id: string };

/** The place that an address names, `?deal=…`, `?registration=…` or `?claim=…`; null when it names none. */
export function placeOf(query: URLSearchParams): FilePlace | null {
  for (const kind of ["deal", "registration", "claim"] as const) {
    const id = query.get(kind);
    if (id !== null) return isId(id) ? { of: kind, id } : null;
  }
  return null;
}

/** Where a file for this place is sent. */
export const uploadHref = ({ of, id }: FilePlace) => `/files/upload?${of}=${id}`;

/** The page of the place. */
export const pageHref = ({ of, id }: FilePlace) => `/${of === "claim" ? "funds/claims" : `${of}s`}/${id}`;

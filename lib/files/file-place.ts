import { isId } from "@/lib/lists/parameters";

/** What a file belongs to. */
export type FilePlace = { of: "deal" | "registration" | "claim" | "partner"; id: string };

/** The place that an address names, `?deal=…`, `?registration=…`, `?claim=…` or `?partner=…`; null when it names none. */
export function placeOf(query: URLSearchParams): FilePlace | null {
  for (const kind of ["deal", "registration", "claim", "partner"] as const) {
    const id = query.get(kind);
    if (id !== null) return isId(id) ? { of: kind, id } : null;
  }
  return null;
}

/** Where a file for this place is sent. */
export const uploadHref = ({ of, id }: FilePlace) => `/files/upload?${of}=${id}`;

/** The page of the place, with what was wrong with a file. */
export function pageHref({ of, id }: FilePlace, problem?: string): string {
  if (of === "partner") return `/partners/${id}/record?show=files${problem ? `&file=${problem}` : ""}`;
  return `/${of === "claim" ? "funds/claims" : `${of}s`}/${id}${problem ? `?file=${problem}` : ""}`;
}

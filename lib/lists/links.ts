/** The state of a list as it stands in the address: one value, several, or a number. */
export type ListState = Record<string, string | string[] | number>;

export type Chip = { label: string; value: string; removeHref: string };
export type Option = { value: string; label: string };

/** The address of a list in another state. What equals the default is left out, so that a plain list has a plain address. */
export function listHref<State extends ListState>(
  path: string,
  state: State,
  defaults: ListState,
  change: Partial<ListState> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...state, ...change })) {
    if (value === undefined || !(name in defaults) || same(value, defaults[name])) continue;
    for (const one of [value].flat()) if (one !== "") query.append(name, String(one));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The filters in force, one chip a value; each removes itself and returns to the first page. */
export function chipsOf<State extends ListState>(
  path: string,
  state: State,
  defaults: ListState,
  fields: readonly { name: string; label: string; options?: readonly Option[] }[],
): Chip[] {
  return fields.flatMap(({ name, label, options }) =>
    [state[name] ?? []].flat().flatMap((value): Chip[] => {
      if (value === "" || same(value, defaults[name])) return [];
      const kept = [state[name] ?? []].flat().filter((other) => other !== value) as string[];
      const shown = options?.find((option) => option.value === value)?.label ?? String(value);
      const change = { ...firstPage, [name]: Array.isArray(state[name]) ? kept : "" };
      return [{ label, value: shown, removeHref: listHref(path, state, defaults, change) }];
    }),
  );
}

/** The link of a column's header: sorts by it, or turns the order round when it is sorted by already. */
export function sortLink<State extends ListState>(
  path: string,
  state: State & { sort: string; dir: string },
  defaults: ListState,
  column: { sort: string; startsWith: "asc" | "desc" },
): { sortHref: string; sorted?: "asc" | "desc" } {
  const here = state.sort === column.sort;
  const dir = here ? (state.dir === "asc" ? "desc" : "asc") : column.startsWith;
  return {
    sortHref: listHref(path, state, defaults, { ...firstPage, sort: column.sort, dir }),
    ...(here ? { sorted: state.dir as "asc" | "desc" } : {}),
  };
}

const firstPage = { page: 1, after: "", before: "" };
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

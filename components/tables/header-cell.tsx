import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import type { Ticks } from "./body-rows";

export type Column = {
  key: string;
  label: string;
  /** Numbers stand right. */
  align?: "left" | "right";
  /** Words that are cut off early, whole on hover. */
  narrow?: boolean;
  sortHref?: string;
  sorted?: "asc" | "desc";
  /** What the column means, on hover. */
  title?: string;
};

/** A column name that stays in sight; sorts by link. */
export function HeaderCell({ column, first, ticks }: { column: Column; first: boolean; ticks?: Ticks }) {
  const right = column.align === "right";
  const order = column.sorted === "asc" ? "ascending" : column.sorted === "desc" ? "descending" : undefined;
  return (
    <th
      scope="col"
      title={column.title}
      aria-sort={order}
      className={cx(
        "bg-surface border-line text-muted sticky top-0 h-9 border-b px-3 text-xs font-medium last:pr-4 whitespace-nowrap",
        "first:rounded-tl-lg last:rounded-tr-lg print:static",
        first ? "left-0 z-4 pl-4" : "z-3",
        right ? "text-right" : "text-left",
      )}
    >
      {ticks ? <TickAll {...ticks} /> : null}
      {column.sortHref ? (
        <a
          href={column.sortHref}
          data-keep-scroll
          className={cx(
            "group/sort hover:text-ink inline-flex h-8 items-center gap-1",
            order && "text-ink",
            right && "flex-row-reverse",
          )}
        >
          {column.label}
          <Icon
            name={order === "ascending" ? "arrow-up" : order ? "arrow-down" : "chevrons-up-down"}
            className={cx(
              "size-3 print:hidden",
              !order && "opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100",
            )}
          />
        </a>
      ) : (
        column.label
      )}
    </th>
  );
}

/** Ticks every row of the page; without scripts it is not there. */
function TickAll({ form, name }: Ticks) {
  return (
    <input
      type="checkbox"
      form={form}
      aria-label="Choose every row shown"
      className="tick scripted"
      onChange={({ currentTarget: all }) => {
        const boxes = document.querySelectorAll<HTMLInputElement>(`input[form="${form}"][name="${name}"]`);
        for (const box of boxes) box.checked = all.checked;
      }}
    />
  );
}

import type { ReactNode } from "react";
import { cx } from "./class-names";

type DefinitionListProps = {
  items: { term: string; value: ReactNode; missing?: string }[];
  /** Side by side reads like a record; stacked columns suit a wide header. */
  layout?: "rows" | "columns";
};

/** Facts by name. A missing value is a dash that says why. */
export function DefinitionList({ items, layout = "rows" }: DefinitionListProps) {
  const rows = layout === "rows";
  return (
    <dl className={rows ? "divide-line divide-y" : "grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-3 xl:grid-cols-4"}>
      {items.map(({ term, value, missing }) => (
        <div
          key={term}
          className={cx("min-w-0", rows && "grid grid-cols-[minmax(7rem,2fr)_3fr] gap-4 py-2.5 first:pt-0 last:pb-0")}
        >
          <dt className={cx("text-muted", !rows && "text-xs")}>{term}</dt>
          <dd className={cx("text-ink min-w-0 wrap-anywhere", !rows && "mt-0.5")}>
            {value ?? <Missing reason={missing ?? "Not recorded"} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A dash in place of a value, with its reason on hover and for screen readers. */
export function Missing({ reason }: { reason: string }) {
  return (
    <span title={reason} className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{reason}</span>
    </span>
  );
}

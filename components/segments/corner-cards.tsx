import { cx } from "@/components/ui/class-names";
import { formatCount, formatE4, formatPercent } from "@/lib/format";
import { type SegmentAddress, segmentsHref } from "@/lib/segments/address";
import { part, quadrants } from "@/lib/segments/quadrants";
import type { SegmentView } from "@/lib/segments/view";

type CornerCardsProps = { view: SegmentView; address: SegmentAddress; currency: string };

/** The four corners: how many partners, how much of the revenue, what to do; each lists its partners. */
export function CornerCards({ view, address, currency }: CornerCardsProps) {
  const all = view.corners.reduce((sum, { valueE4 }) => sum + BigInt(valueE4), 0n);
  return (
    <ul className="grid grid-cols-1 gap-3 min-[480px]:grid-cols-2 xl:grid-cols-4">
      {view.corners.map(({ key, count, valueE4 }) => {
        const chosen = address.set === key;
        return (
          <li
            key={key}
            className={cx(
              "bg-surface shadow-card hover:border-line-strong relative rounded-lg border px-4 py-3.5",
              chosen ? "border-accent" : "border-line",
            )}
          >
            <a
              href={`${segmentsHref(address, { set: chosen ? "" : key, page: 1, view: "" })}#partners`}
              aria-current={chosen ? "true" : undefined}
              className="card-link text-ink font-medium"
            >
              {quadrants[key].label}
            </a>
            <p className="mt-1 flex items-baseline gap-2">
              <span className="text-ink text-numeral font-semibold tracking-[-0.02em]">{formatCount(count)}</span>
              <span className="text-body tabular-nums">
                {formatE4(BigInt(valueE4), currency, "short")}, {formatPercent(part(BigInt(valueE4), all))}
              </span>
            </p>
            <p className="text-muted mt-1 text-xs">{quadrants[key].advice}</p>
          </li>
        );
      })}
    </ul>
  );
}

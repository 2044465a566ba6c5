import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { formatCount, formatDay } from "@/lib/format";
import { type GapKey, gapKeys, gaps } from "@/lib/home/gaps";
import type { Morning } from "@/lib/home/morning";

/** How many partners lack what; each line leads to them. */
export function GapList({ morning, query }: { morning: Morning; query: string }) {
  const open = gapKeys.filter((key) => morning.gaps[key].partners > 0);
  return (
    <section aria-label="Gaps and reviews">
      <Card title="Gaps and reviews" flush={open.length > 0}>
        {open.length === 0 ? (
          <p className="text-muted">No gaps: everybody is certified, trained, on the way and reviewed.</p>
        ) : (
          <ul className="divide-line border-line divide-y border-t">
            {open.map((key) => (
              <GapRow key={key} gap={key} counted={morning.gaps[key]} href={`/home/gaps?list=${key}${query}`} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}

function GapRow({ gap, counted, href }: { gap: GapKey; counted: Morning["gaps"][GapKey]; href: string }) {
  const { partners, first } = counted;
  const when = first?.on
    ? `${gap === "expiring" ? "ends" : gap === "training" || gap === "steps" || gap === "reviews" ? "due" : "since"} ${formatDay(first.on)}`
    : "";
  const example = first ? [first.name, first.what, gap === "uncertified" ? "" : when].filter(Boolean).join(", ") : "";
  return (
    <li className="hover:bg-hover relative flex items-center gap-3 px-5 py-2.5">
      <div className="min-w-0 flex-1">
        <a href={href} className="card-link text-ink block">
          <span className="font-medium tabular-nums">{formatCount(partners)}</span>{" "}
          {partners === 1 ? "partner" : "partners"} {gaps[gap].short}
        </a>
        <p className="text-muted mt-0.5 truncate text-xs" title={example}>
          {partners === 1 ? example : `First: ${example}`}
        </p>
      </div>
      <Icon name="chevron-right" className="text-muted size-3.5" />
    </li>
  );
}

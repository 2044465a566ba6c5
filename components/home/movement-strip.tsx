import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/class-names";
import { Icon, type IconName } from "@/components/ui/icon";
import { formatCount, formatDay, formatE4 } from "@/lib/format";
import type { Morning } from "@/lib/home/morning";
import { type Counted, type MovementKey, movements } from "@/lib/home/movement";

const shown: readonly { key: MovementKey; icon: IconName; tone: string }[] = [
  { key: "opened", icon: "plus", tone: "text-info" },
  { key: "forward", icon: "arrow-up-right", tone: "text-good" },
  { key: "back", icon: "arrow-down-right", tone: "text-warn" },
  { key: "won", icon: "trophy", tone: "text-good" },
  { key: "lost", icon: "x", tone: "text-bad" },
];

/** How the pipeline moved since the viewer was last here; each part leads to its deals. */
export function MovementStrip({ morning, query }: { morning: Morning; query: string }) {
  const { movement, currency, lastVisitOn, since, timeZone } = morning;
  const title = lastVisitOn ? "Since your last visit" : "In the last seven days";
  const from = `From 00:00 on ${formatDay(since)} (${timeZone})${lastVisitOn ? ", the day you were last here" : "; you were not here before"}`;
  return (
    <Card title={title} description={from} flush>
      <ul className="border-line grid grid-cols-2 gap-px border-t sm:grid-cols-3 xl:grid-cols-5">
        {shown.map(({ key, icon, tone }) => (
          <li key={key} className="group/move relative px-5 py-4">
            <p className="text-muted flex items-center gap-1.5">
              <Icon name={icon} className={cx("size-3.5", movement[key].count > 0 ? tone : "text-muted")} />
              {movements[key].label}
            </p>
            <Amount counted={movement[key]} currency={currency} href={`/home/deals?list=${key}${query}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Amount({ counted, currency, href }: { counted: Counted; currency: string; href: string }) {
  const { count, amountE4, missing } = counted;
  if (count === 0) return <p className="text-muted mt-1">None</p>;
  const exact = formatE4(BigInt(amountE4), currency);
  return (
    <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
      <a
        href={href}
        title={missing > 0 ? `${exact}; ${missing} without an exchange rate` : exact}
        className="card-link text-ink text-numeral font-semibold tracking-[-0.02em] group-hover/move:underline underline-offset-4 decoration-1"
      >
        {formatCount(count)}
        <span className="sr-only"> {count === 1 ? "deal" : "deals"}</span>
      </a>
      <span className="text-body whitespace-nowrap tabular-nums">{formatE4(BigInt(amountE4), currency, "short")}</span>
    </p>
  );
}

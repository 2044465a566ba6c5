import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import type { LineView } from "@/lib/incentives/words";

/** The lines of a statement: what, why, how much, and how it was reckoned. */
export function LineList({ lines }: { lines: readonly LineView[] }) {
  return (
    <ul className="border-line bg-surface shadow-card divide-line divide-y rounded-lg border">
      {lines.map((line) => (
        <li
          key={line.id}
          id={`line-${line.id}`}
          className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-3 break-inside-avoid"
        >
          <div className="min-w-0 flex-1 basis-80">
            <p className="text-ink wrap-anywhere">
              {line.href ? <TextLink href={line.href}>{line.what}</TextLink> : line.what}
            </p>
            <p className="text-body mt-0.5">
              {line.plan}: {line.says}
            </p>
            <p className="text-muted mt-0.5 text-xs">
              {line.on}. {line.how}
            </p>
          </div>
          <div className="ml-auto text-right">
            <p className="text-ink font-medium tabular-nums">
              {line.open ? (
                <TextLink href={line.open} data={{ "aria-label": `${line.amount}: corrections and questions` }}>
                  {line.amount}
                </TextLink>
              ) : (
                line.amount
              )}
            </p>
            <p className="mt-1 print:hidden">
              <Badge tone={line.tone} title={line.stateSays}>
                {line.state}
              </Badge>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

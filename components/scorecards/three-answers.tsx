import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { formatE4, formatPercent } from "@/lib/format";
import type { ToDecide } from "@/lib/scorecards/decide";
import type { Share } from "@/lib/scorecards/gap";
import type { Answers } from "@/lib/scorecards/view";
import { StatusBadge } from "./status-badge";

type ThreeAnswersProps = {
  answers: Answers;
  decide: readonly ToDecide[];
  currency: string;
  /** What the change is measured against. */
  against: string;
};

/** Are we on track, which drivers explain it, what must be decided now. */
export function ThreeAnswers({ answers, decide, currency, against }: ThreeAnswersProps) {
  const { status, says, change, gap } = answers;
  const explained = gap ?? change;
  return (
    <div className="grid items-stretch gap-4 lg:grid-cols-3 print:grid-cols-3 print:gap-2">
      <Card title="Are we on track?">
        <StatusBadge status={status} />
        <p className="text-ink mt-2 text-pretty print:text-xs">{says}.</p>
      </Card>
      <Card
        title="Which drivers explain it?"
        description={gap ? "Won revenue against what the target asks for by today" : `Won revenue against ${against}`}
      >
        <DriverParts parts={explained.parts} whole={explained.e4} currency={currency} />
        {gap ? (
          <p className="text-muted mt-2 text-xs print:hidden">
            Against {against}: {signed(change.e4, currency)}
            {change.parts[0] && change.e4 !== "0" ? `, most of it by ${change.parts[0].label.toLowerCase()}` : ""}.
          </p>
        ) : null}
      </Card>
      <Card title="What must be decided now?">
        {decide.length === 0 ? <p className="text-muted">Nothing waits for a decision.</p> : null}
        <ol className="space-y-2 print:space-y-1 print:text-xs">
          {decide.map(({ key, text, why, metricId }) => (
            <li key={key} className="text-pretty">
              {metricId ? (
                <TextLink quiet href={`#m-${metricId}`} className="text-ink">
                  {text}
                </TextLink>
              ) : (
                <span className="text-ink">{text}</span>
              )}
              <span className="text-muted block text-xs">{why}</span>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}

/** The parts add up to the last line: a bar each, to the right for more and to the left for less, with its amount. */
function DriverParts({ parts, whole, currency }: { parts: readonly Share[]; whole: string; currency: string }) {
  const sizes = parts.map(({ e4 }) => Math.abs(drawn(e4)));
  const largest = Math.max(...sizes, 1);
  return (
    <table className="w-full text-xs print:[&_td]:px-1 print:[&_th]:px-0">
      <caption className="sr-only">How much each driver brought; the parts add up exactly</caption>
      <tbody>
        {parts.map(({ driver, label, says, e4, ratio }, i) => (
          <tr key={driver}>
            <th scope="row" className="text-body w-20 py-0.5 text-left font-normal" title={says}>
              {label}
            </th>
            <td className="w-full py-0.5">
              <PartBar value={e4.startsWith("-") ? -(sizes[i] ?? 0) : (sizes[i] ?? 0)} largest={largest} />
            </td>
            <td
              className="text-ink py-0.5 pl-3 text-right whitespace-nowrap! tabular-nums"
              title={ratio === null ? undefined : `${formatPercent(ratio)} of the whole`}
            >
              {signed(e4, currency)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="text-ink font-semibold">
          <th scope="row" className="border-line border-t py-1 text-left" colSpan={2}>
            Together
          </th>
          <td className="border-line border-t py-1 text-right whitespace-nowrap! tabular-nums">
            {signed(whole, currency)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** To the right of the middle for more, to the left for less. */
function PartBar({ value, largest }: { value: number; largest: number }) {
  const size = Math.round((Math.abs(value) / largest) * 50);
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" className="h-2 w-full">
      <rect width="100" height="8" className="fill-sunken" />
      <rect x={value < 0 ? 50 - size : 50} width={size} height="8" className={value < 0 ? "fill-bad" : "fill-good"} />
    </svg>
  );
}

const drawn = (e4: string) => Number(BigInt(e4) / 10_000n);

function signed(e4: string, currency: string): string {
  const value = BigInt(e4);
  const size = formatE4(value < 0n ? -value : value, currency, "short");
  return `${value < 0n ? "−" : value > 0n ? "+" : ""}${size}`;
}

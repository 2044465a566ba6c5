import { TextLink } from "@/components/ui/text-link";
import { formatE4, formatPercent } from "@/lib/format";
import { metricQuery } from "@/lib/metrics/filter";
import type { MetricKey } from "@/lib/metrics/registry";
import type { Share } from "@/lib/scorecards/gap";

/** The figure whose rows tell most of a driver. */
const figures: Record<Share["driver"], MetricKey> = {
  volume: "won_deals",
  conversion: "win_rate",
  size: "average_deal_size",
  cycle: "sales_cycle",
};

type DriverPartsProps = {
  parts: readonly Share[];
  whole: string;
  currency: string;
  days: { from: string; to: string; partner?: string };
};

/** The parts add up to the last line: a bar each, to the right for more and to the left for less, with its amount. */
export function DriverParts({ parts, whole, currency, days }: DriverPartsProps) {
  const href = (metric: MetricKey) => `/metrics/${metric}${metricQuery({}, days)}`;
  const sizes = parts.map(({ e4 }) => Math.abs(drawn(e4)));
  const largest = Math.max(...sizes, 1);
  return (
    <table className="w-full text-xs print:[&_td]:px-1 print:[&_th]:px-0">
      <caption className="sr-only">How much each driver brought; the parts add up exactly</caption>
      <tbody>
        {parts.map(({ driver, label, says, e4, ratio }, i) => (
          <tr key={driver}>
            <th scope="row" className="text-body w-20 py-0.5 text-left font-normal" title={says}>
              <TextLink quiet href={href(figures[driver])}>
                {label}
              </TextLink>
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
            <TextLink quiet href={href("sourced_revenue")}>
              Together
            </TextLink>
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

/** An amount with its sign, short. */
export function signed(e4: string, currency: string): string {
  const value = BigInt(e4);
  const size = formatE4(value < 0n ? -value : value, currency, "short");
  return `${value < 0n ? "−" : value > 0n ? "+" : ""}${size}`;
}

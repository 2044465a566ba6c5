import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import type { Compared } from "@/lib/executive/view";
import { formatMoney, formatNumber, formatPercent } from "@/lib/format";

type CompareTableProps = {
  title: string;
  description: string;
  rows: readonly Compared[];
  currency: string;
  comparedWith: string;
  /** Beside each row, what part of all it is. */
  shares?: boolean;
  empty?: string;
};

/** What each group brought, and against the same days of the period before. */
export function CompareTable(props: CompareTableProps) {
  const { title, description, rows, currency, comparedWith, shares, empty = "Nothing was won in these days." } = props;
  const all = rows.reduce((sum, { now }) => sum + Number(now), 0);
  if (rows.length === 0)
    return (
      <Card title={title} description={description}>
        <p className="text-muted">{empty}</p>
      </Card>
    );
  return (
    <Card title={title} description={description}>
      <table className="w-full">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="pb-1.5 text-left font-medium">
              <span className="sr-only">Group</span>
            </th>
            {shares ? (
              <th scope="col" className="w-[30%] print:w-auto print:text-right pb-1.5 text-left font-medium">
                Share
              </th>
            ) : null}
            <th scope="col" className="pb-1.5 text-right font-medium">
              {currency}
            </th>
            <th scope="col" className="pb-1.5 pl-4 text-right font-medium" title={`on ${comparedWith}`}>
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-line border-t">
              <th
                scope="row"
                className="w-[40%] max-w-0 truncate print:w-auto print:max-w-none py-1.5 pr-3 text-left font-normal print:py-0.5"
                title={row.label}
              >
                <TextLink href={row.href} quiet>
                  {row.label}
                </TextLink>
              </th>
              {shares ? (
                <td className="py-1.5 pr-3">
                  <Share part={all > 0 ? Math.max(Number(row.now), 0) / all : 0} />
                </td>
              ) : null}
              <td
                className="text-ink py-1.5 text-right whitespace-nowrap tabular-nums"
                title={formatMoney(row.now, currency)}
              >
                {formatMoney(row.now, currency, "short").replace(`${currency} `, "")}
              </td>
              <td className="py-1.5 pl-4 text-right whitespace-nowrap tabular-nums">
                <Change now={row.now} before={row.before} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Share({ part }: { part: number }) {
  const percent = Math.round(part * 1000) / 10;
  return (
    <span className="flex items-center gap-2">
      <svg width="100%" height="6" aria-hidden="true" className="block min-w-8 flex-1 print:hidden">
        <rect width="100%" height="6" rx="3" className="fill-sunken" />
        <rect width={`${percent}%`} height="6" rx="3" className="fill-bar" />
      </svg>
      <span className="text-muted w-11 text-right text-xs tabular-nums">{formatPercent(part)}</span>
    </span>
  );
}

/** The change in percent, with an arrow; in words where there is nothing to divide by. */
function Change({ now, before, currency }: { now: string; before: string; currency: string }) {
  const [a, b] = [Number(now), Number(before)];
  if (b === 0) return <span className="text-muted text-xs">{a === 0 ? "–" : "new"}</span>;
  const change = ((a - b) / b) * 100;
  const tone = change === 0 ? "text-body" : change > 0 ? "text-good" : "text-bad";
  const sign = change > 0 ? "+" : change < 0 ? "−" : "±";
  return (
    <span
      className={cx("inline-flex items-center gap-0.5 text-xs font-medium whitespace-nowrap", tone)}
      title={`was ${formatMoney(before, currency)}`}
    >
      {change === 0 ? null : <Icon name={change > 0 ? "arrow-up-right" : "arrow-down-right"} className="size-3" />}
      {sign}
      {formatNumber(Math.abs(change), 1)} %
    </span>
  );
}

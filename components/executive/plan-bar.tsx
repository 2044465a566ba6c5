import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import type { Plan } from "@/lib/executive/view";
import { formatMoney, formatPercent } from "@/lib/format";

type PlanBarProps = { plan: Plan; currency: string; span: { from: string; to: string }; label: string };

/** Won, what is open and likely to come, and the plan, on one line from zero. */
export function PlanBar({ plan, currency, span, label }: PlanBarProps) {
  const money = (decimal: string) => formatMoney(decimal, currency, "short");
  const [won, forecast, target] = [Number(plan.won), Number(plan.forecast), Number(plan.target ?? 0)];
  const most = Math.max(won, forecast, target) * 1.04 || 1;
  const at = (value: number) => `${Math.round((Math.max(value, 0) / most) * 1000) / 10}%`;
  const says = `Won ${money(plan.won)}, forecast ${money(plan.forecast)}${plan.target ? `, plan ${money(plan.target)}` : ""}`;
  const query = `?from=${span.from}&to=${span.to}`;
  const lines = [
    { key: "won", look: "fill-bar", says: "Won so far", value: plan.won, href: `/metrics/sourced_revenue${query}` },
    {
      key: "forecast",
      look: "fill-bar opacity-35",
      says: "Forecast, with what is open",
      value: plan.forecast,
      href: `/metrics/forecast${query}`,
    },
  ];
  return (
    <Card
      title="Where does the period end?"
      description={`${label}. ${formatPercent(plan.passed)} of the period has passed.`}
    >
      <svg role="img" aria-label={says} width="100%" height="44" className="block overflow-visible">
        <title>{says}</title>
        <rect width="100%" height="22" y="10" rx="3" className="fill-sunken" />
        <rect width={at(forecast)} height="22" y="10" rx="3" className="fill-bar opacity-35" />
        <rect width={at(won)} height="22" y="10" rx="3" className="fill-bar" />
        {plan.target ? (
          <line x1={at(target)} x2={at(target)} y1="4" y2="38" className="stroke-ink" strokeWidth="2.5" />
        ) : null}
      </svg>
      <ul className="mt-2 space-y-1.5">
        {lines.map((line) => (
          <li key={line.key} className="flex items-baseline justify-between gap-4">
            <span className="flex items-center gap-2">
              <svg width="10" height="10" aria-hidden="true">
                <rect width="10" height="10" rx="2" className={line.look} />
              </svg>
              <TextLink href={line.href} quiet>
                {line.says}
              </TextLink>
            </span>
            <span className="text-ink font-medium whitespace-nowrap tabular-nums">
              {money(line.value)}
              {plan.target ? (
                <span className="text-muted ml-2 text-xs font-normal">
                  {formatPercent(Number(line.value) / target)}
                </span>
              ) : null}
            </span>
          </li>
        ))}
        <li className="flex items-baseline justify-between gap-4">
          <span className="flex items-center gap-2">
            <svg width="10" height="10" aria-hidden="true">
              <line x1="5" x2="5" y2="10" className="stroke-ink" strokeWidth="2.5" />
            </svg>
            Plan
          </span>
          <span className="text-ink font-medium tabular-nums">{plan.target ? money(plan.target) : "None set"}</span>
        </li>
      </ul>
    </Card>
  );
}

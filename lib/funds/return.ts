import { formatE4, formatPercent } from "@/lib/format";
import { formatMinor } from "@/lib/incentives/words";
import { wholeText } from "@/lib/metrics/figure";
import { type MetricKey, metricOf } from "@/lib/metrics/registry";
import { divideExact } from "@/lib/money";

export type ReturnRow = {
  group: string;
  label: string;
  values: { metric: MetricKey; value: string | null; href: string }[];
};

/** What a plan paid by currency, and the sourced revenue of the partners that it paid, now and in the same days a year before. */
export type PlanPaid = {
  id: string;
  name: string;
  paid: readonly { currency: string; amountMinor: bigint }[];
  partners: number;
  nowE4: bigint;
  beforeE4: bigint;
};

/** A plan pays for activity without growth when it paid, and the partners that it paid sold no more than a year before. */
export const withoutGrowth = ({ paid, nowE4, beforeE4 }: PlanPaid) =>
  paid.some(({ amountMinor }) => amountMinor > 0n) && nowE4 <= beforeE4;

/** A plan as the page shows it, with its growth in words. */
export function planView(plan: PlanPaid, reporting: string) {
  const share = divideExact(plan.nowE4 - plan.beforeE4, plan.beforeE4, 4);
  const growth = share === null ? null : `${plan.nowE4 > plan.beforeE4 ? "+" : ""}${formatPercent(share)}`;
  const [paid, now, before] = [
    plan.paid.map(({ amountMinor, currency }) => formatMinor(amountMinor, currency)).join(" · "),
    formatE4(plan.nowE4, reporting, "whole"),
    formatE4(plan.beforeE4, reporting, "whole"),
  ];
  // Currencies do not add up: a narrow cell shows the reporting one, or the first, and how many there are beside it.
  const main = plan.paid.find(({ currency }) => currency === reporting) ?? plan.paid[0];
  const more = plan.paid.length - 1;
  const others = more > 0 ? `, and ${more} more ${more === 1 ? "currency" : "currencies"}` : "";
  return {
    key: plan.id,
    href: `/incentives/plans/${plan.id}`,
    name: plan.name,
    paid,
    paidShort: main ? `${formatMinor(main.amountMinor, main.currency)}${others}` : paid,
    partners: plan.partners,
    now,
    before,
    growth,
    flat: withoutGrowth(plan),
    says: `${plan.name} paid ${paid} to ${plan.partners} ${plan.partners === 1 ? "partner" : "partners"}, whose sourced revenue came to ${now} after ${before} a year before.`,
  };
}
export type PlanView = ReturnType<typeof planView>;

/** A value of a cut as it is shown. */
export const cellText = (metric: MetricKey, value: string | null, currency: string) =>
  value === null ? null : wholeText(metricOf(metric).unit, value, currency, "short");
